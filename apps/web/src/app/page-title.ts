import { useEffect } from 'react';

import type { ConversationsState } from '@hallway/client';

/** What waits for the reader, over all conversations that are not muted. */
export interface Waiting {
  /** Mentions and messages from one person to another: they are counted. */
  count: number;
  /** Something else is unread: a dot. */
  more: boolean;
}

export function waitingIn({ byId }: Pick<ConversationsState, 'byId'>): Waiting {
  const waiting: Waiting = { count: 0, more: false };
  for (const { muted, type, unread, mentionCount } of byId.values()) {
    waiting.count += muted ? 0 : type === 'direct' ? unread : mentionCount;
    waiting.more ||= !muted && unread > 0;
  }
  return waiting;
}

/** Shows in the tab what waits: `(3) Ana – Hallway`, and a mark on its icon. */
export function usePageTitle(title: string, { count, more }: Waiting): void {
  useEffect(() => {
    const mark = count > 0 ? `(${count}) ` : more ? '• ' : '';
    document.title = `${mark}${title ? `${title} – ` : ''}Hallway`;
    // A name in the title goes with its person.
    return () => {
      document.title = 'Hallway';
    };
  }, [title, count, more]);
  const kind = count > 0 ? 'count' : more ? 'dot' : 'none';
  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', iconWith(kind));
    return () => icon?.setAttribute('href', iconWith('none'));
  }, [kind]);
}

const marks = {
  none: '',
  dot: "<circle cx='25' cy='7' r='6' fill='#fff'/><circle cx='25' cy='7' r='4.5' fill='#007378'/>",
  count: "<circle cx='24' cy='8' r='8' fill='#fff'/><circle cx='24' cy='8' r='6.5' fill='#be2323'/>",
};

function iconWith(kind: keyof typeof marks): string {
  const drawing = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='8' fill='#007378'/><path d='M10 8v16M22 8v16M10 16h12' stroke='white' stroke-width='3.2' stroke-linecap='round'/>${marks[kind]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}
