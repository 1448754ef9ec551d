import { serviceWorker } from './service-worker';

/** `unsupported`: this browser shows none for this page, such as without TLS. */
export type NoticePermission = NotificationPermission | 'unsupported';

/** What the browser shows beside the page, one for each `tag`: a later one takes its place. */
export interface Notice {
  tag: string;
  title: string;
  body: string;
  /** Where in the app a click leads. */
  path: string;
}

const icon = '/icons/icon-192.png';

export function noticePermission(): NoticePermission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'unsupported';
}

/** Lets the browser ask; to be called by a click. */
export async function askForNotices(): Promise<NoticePermission> {
  if (noticePermission() === 'unsupported') return 'unsupported';
  return Notification.requestPermission();
}

/** The notices of one person, also those that an earlier page has left where a worker shows them. */
export class Notices {
  private readonly shown = new Map<string, Notification>();

  /** @param open is called with the path of a notice that was clicked */
  constructor(private readonly open: (path: string) => void) {}

  /** Shows it if the browser may. */
  async show({ tag, title, body, path }: Notice): Promise<void> {
    if (noticePermission() !== 'granted') return;
    const options = { tag, body, icon, data: { path } };
    try {
      this.shown.get(tag)?.close();
      this.shown.set(tag, this.leading(new Notification(title, options), path));
    } catch {
      // Phones let a worker show them only, which hears of the click too.
      await (await serviceWorker())?.showNotification(title, options);
    }
  }

  /** Takes back all that `keep` does not hold on to, by tag. */
  async closeAll(keep: (tag: string) => boolean = () => false): Promise<void> {
    const left = (await (await serviceWorker())?.getNotifications()) ?? [];
    for (const tag of new Set([...this.shown.keys(), ...left.map((notice) => notice.tag)])) if (!keep(tag)) await this.close(tag);
  }

  /** Takes it back: it was read. */
  async close(tag: string): Promise<void> {
    this.shown.get(tag)?.close();
    this.shown.delete(tag);
    const kept = await (await serviceWorker())?.getNotifications({ tag });
    kept?.forEach((notice) => notice.close());
  }

  private leading(notice: Notification, path: string): Notification {
    notice.onclick = () => {
      window.focus();
      notice.close();
      this.open(path);
    };
    return notice;
  }
}
