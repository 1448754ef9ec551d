/**
 * What browsers have and Node may lack, typed by hand: the core compiles
 * without the DOM library.
 */
interface BrowserGlobals {
  navigator?: { onLine?: boolean; locks?: Locks };
  document?: object;
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
  XMLHttpRequest?: new () => UploadRequest;
  BroadcastChannel?: new (name: string) => Broadcast;
}

/** The part of the Web Locks API that the SDK uses. */
export interface Locks {
  request<T>(name: string, options: { signal?: AbortSignal }, held: () => Promise<T>): Promise<T>;
}

/** The part of BroadcastChannel that the SDK uses. */
export interface Broadcast {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(note: unknown): void;
  close(): void;
}

/** The part of XMLHttpRequest that the SDK uses: fetch has no upload progress. */
export interface UploadRequest {
  status: number;
  responseText: string;
  withCredentials: boolean;
  upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  send(body: unknown): void;
  abort(): void;
}

const globals = globalThis as unknown as BrowserGlobals;

export function isBrowser(): boolean {
  return globals.document !== undefined;
}

/** Between the tabs of one browser, where they may talk. */
export function openBroadcast(name: string): Broadcast | undefined {
  return globals.BroadcastChannel && new globals.BroadcastChannel(name);
}

/** Web Locks, where tabs share them; plain http has none. */
export function browserLocks(): Locks | undefined {
  return isBrowser() ? globals.navigator?.locks : undefined;
}

export function uploadRequests(): (new () => UploadRequest) | undefined {
  return globals.XMLHttpRequest;
}

/** Calls when the page is left, or its tab put away: it may never run again. The result ends that. */
export function onPageLeave(leaving: () => void): () => void {
  const events = isBrowser() ? ['pagehide', 'visibilitychange'] : [];
  for (const name of events) globals.addEventListener?.(name, leaving);
  return () => {
    for (const name of events) globals.removeEventListener?.(name, leaving);
  };
}

/** What the browser believes of the network. */
export interface NetworkSignal {
  /** `false` only when the browser is sure. */
  online(): boolean;
  subscribe(changed: () => void): () => void;
}

export const browserNetwork: NetworkSignal = {
  online: () => !isBrowser() || globals.navigator?.onLine !== false,
  subscribe: (changed) => {
    if (!isBrowser()) return () => undefined;
    globals.addEventListener?.('online', changed);
    globals.addEventListener?.('offline', changed);
    return () => {
      globals.removeEventListener?.('online', changed);
      globals.removeEventListener?.('offline', changed);
    };
  },
};
