const isSupported = (): boolean => import.meta.env.PROD && 'serviceWorker' in navigator;

/**
 * Lets the page open without network from now on. Browsers have that for pages over TLS and on the same machine only;
 * where it does not work, the page needs the network to open, as ever.
 *
 * @param isNewest whether this page is the newest that the server has: then an older worker is needed no more
 */
export async function registerServiceWorker(isNewest: () => Promise<boolean>): Promise<void> {
  if (!isSupported()) return;
  try {
    const { waiting } = await navigator.serviceWorker.register('/service-worker.js');
    if (waiting && (await isNewest())) waiting.postMessage('activate-if-alone');
  } catch {
    // The browser keeps nothing, or could not fetch it now: the next visit tries again.
  }
}

/** Calls `open` with the path of a notice that the worker has shown and that was clicked. The result ends that. */
export function onNoticeClicked(open: (path: string) => void): () => void {
  if (!isSupported()) return () => undefined;
  const listen = ({ data, ports: [answer] }: MessageEvent<{ open?: unknown } | null>) => {
    if (typeof data?.open !== 'string') return;
    answer?.postMessage('opened');
    open(data.open);
  };
  navigator.serviceWorker.addEventListener('message', listen);
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}

/** The worker of this page, if there is one. */
export async function serviceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  return isSupported() ? navigator.serviceWorker.getRegistration() : undefined;
}
