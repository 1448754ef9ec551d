import { matchPrecache, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';

interface Tab {
  focus: () => Promise<unknown>;
  postMessage: (message: { open: string }, ports: MessagePort[]) => void;
}

interface WorkerEvent {
  waitUntil: (work: Promise<void>) => void;
}

interface WorkerEvents {
  message: WorkerEvent & { data: unknown };
  notificationclick: WorkerEvent & { notification: { close: () => void; data: { path: string } } };
}

/** What is used of the scope of a service worker; the types of the page know none. */
interface WorkerScope {
  /** The build writes the files of the page here. */
  __WB_MANIFEST: PrecacheEntry[];
  clients: {
    matchAll: (options: { type: 'window'; includeUncontrolled: boolean }) => Promise<readonly Tab[]>;
    openWindow: (path: string) => Promise<unknown>;
  };
  skipWaiting: () => Promise<void>;
  addEventListener: <Name extends keyof WorkerEvents>(type: Name, listener: (event: WorkerEvents[Name]) => void) => void;
}
declare const self: WorkerScope;

/** So long a page is waited for where the network gives no answer; then the kept one opens. */
const patienceSeconds = 3;

/** What the server answers by itself, no page of the app. */
const notPages = [/^\/(api|health|metrics|internal|socket\.io|problems|\.well-known)(\/|$)/, /\/[^/]+\.[^/]+$/];

/** A gateway that cannot reach Hallway is as good as none. */
function refuseFailures(response: Response): Response {
  if (response.status >= 500) throw new Error(`The page was answered ${response.status}`);
  return response;
}

// First: otherwise the list below would answer for the page, which comes from the server where there is one.
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: patienceSeconds,
      plugins: [
        {
          fetchDidSucceed: ({ response }) => Promise.resolve(refuseFailures(response)),
          handlerDidError: () => matchPrecache('/index.html'),
        },
      ],
    }),
    { denylist: notPages },
  ),
);
precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: '', cleanURLs: false });

function openTabs(): Promise<readonly Tab[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

/** Takes over from an older worker, unless another tab still lives on what that one has kept. */
async function activateIfAlone(): Promise<void> {
  if ((await openTabs()).length <= 1) await self.skipWaiting();
}

self.addEventListener('message', (event) => {
  if (event.data === 'activate-if-alone') event.waitUntil(activateIfAlone());
});

/** So long a tab has to say that it takes a click. */
const answerMs = 1_000;

/** Whether this tab takes it: one that shows no chat does not. */
function taken(tab: Tab, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), answerMs);
    port1.onmessage = () => resolve(true);
    tab.postMessage({ open: path }, [port2]);
  });
}

/** Leads to what a notice is of: in a tab with the chat, else in a new one. */
async function openInTab(path: string): Promise<void> {
  for (const tab of await openTabs()) {
    if (await taken(tab, path)) return void (await tab.focus());
  }
  await self.clients.openWindow(path);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openInTab(event.notification.data.path));
});
