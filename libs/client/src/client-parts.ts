import { type Message, messagesApi } from '@hallway/contracts-messages';

import { Conversations } from './conversations/conversations.ts';
import { createHttp, type Http } from './http/http.ts';
import { OwnMarks } from './live/own-marks.ts';
import { PresenceWatcher } from './live/presence.ts';
import { Profiles } from './live/profiles.ts';
import { Receipts } from './live/receipts.ts';
import { Typing } from './live/typing.ts';
import { MessageOutbox } from './outbox/message-outbox.ts';
import type { OutboxMessage } from './outbox/outbox-message.ts';
import { memoryOutbox, type OutboxStorage } from './outbox/outbox-storage.ts';
import { type BackoffLimits, defaultBackoff } from './platform/backoff.ts';
import { browserLocks, browserNetwork, isBrowser, type NetworkSignal } from './platform/browser.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { Notifier, type Schedule } from './platform/store.ts';
import { ClientSession } from './session/client-session.ts';
import { memoryTokenStore, type TokenStore } from './session/token-store.ts';
import { SnapshotKeeper } from './snapshot/snapshot-keeper.ts';
import type { SnapshotStorage } from './snapshot/snapshot-storage.ts';
import { Connection } from './socket/connection.ts';
import type { TimelineSource } from './timeline/timeline.ts';
import { Timelines } from './timeline/timelines.ts';
import { UploadProgress } from './uploads/upload-progress.ts';
import { type LargeUploads, Uploads } from './uploads/uploads.ts';

export interface ClientOptions {
  /** Origin of the server, such as `https://chat.example.org`; empty for the page's own. */
  url: string;
  /** How the refresh token is kept: `cookie` by default in browsers, else `body` with a store (memory unless given). */
  auth?: { transport: 'cookie' } | { transport: 'body'; store?: TokenStore };
  /** Where unsent messages wait; memory unless given. Browsers: `indexedDbOutbox()` of `@hallway/client/indexed-db`. */
  storage?: OutboxStorage;
  /** Where the next start finds what was seen last; nowhere unless given. Browsers: `indexedDbSnapshot()` of `@hallway/client/indexed-db`. */
  snapshot?: SnapshotStorage;
  /** When subscribers are notified of changes, such as once per animation frame; by default at the end of the task. */
  schedule?: Schedule;
  /** Send delivery marks for messages that have arrived? Default `true`. */
  deliveryReceipts?: boolean;
  /** Another way to send large files, such as `tusTransport` of `@hallway/client/tus`. */
  largeUploads?: LargeUploads;
  /** Waits between tries; 1 to 30 s. */
  backoff?: BackoffLimits;
  clock?: Clock;
  network?: NetworkSignal;
  fetch?: typeof fetch;
}

/** What a client is made of. */
export interface ClientParts {
  clock: Clock;
  backoff: BackoffLimits;
  notifier: Notifier;
  session: ClientSession;
  http: Http;
  connection: Connection;
  conversations: Conversations;
  timelines: Timelines;
  snapshot: SnapshotKeeper;
  uploads: Uploads;
  uploadProgress: UploadProgress;
  outbox: MessageOutbox;
  receipts: Receipts;
  typing: Typing;
  profiles: Profiles;
  presence: PresenceWatcher;
  marks: OwnMarks;
}

export function buildParts(options: ClientOptions): ClientParts {
  const { clock = systemClock, backoff = defaultBackoff, network = browserNetwork, url, fetch } = options;
  const notifier = new Notifier(options.schedule);
  const shared = { clock, backoff, notifier };
  const session = new ClientSession({ ...shared, ...authOf(options.auth), http: createHttp({ url, fetch, clock }) });
  const http = createHttp({ url, fetch, clock, tokens: session });
  const connection = new Connection({ ...shared, url, session, network });
  const profiles = new Profiles(connection);
  const marks = new OwnMarks(http, connection, clock, backoff);
  const readHere = (id: string, seq: number) => marks.move('read', id, seq);
  const conversations = new Conversations(http, () => session.user?.id ?? '', notifier, profiles.latest, readHere);
  const uploads = new Uploads(http, session, clock, options.largeUploads);
  const uploadProgress = new UploadProgress(notifier);
  const snapshot = new SnapshotKeeper({ storage: options.snapshot, conversations, clock });
  const timelines = new Timelines({
    ...shared,
    source: sourceOf(http, conversations, snapshot),
    onWindow: (timeline) => {
      outbox.settle();
      snapshot.note(timeline);
    },
  });
  conversations.onEntered((id) => timelines.peek(id)?.revive());
  const outbox = new MessageOutbox({
    ...shared,
    storage: options.storage ?? memoryOutbox(),
    locks: browserLocks(),
    send: (message, attachments) => send(message, attachments, connection, http),
    upload: async (file, options) => (await uploads.upload(file, { ...options, resume: file.declared })).id,
    progress: uploadProgress,
    sent: (message) => {
      conversations.apply({ type: 'messages', payload: createdBy(message) });
      timelines.peek(message.conversationId)?.acknowledge(message);
    },
    covers: (message) => timelines.peek(message.conversationId)?.covers(message) ?? true,
  });
  return {
    ...shared,
    session,
    http,
    connection,
    conversations,
    profiles,
    timelines,
    snapshot,
    uploads,
    uploadProgress,
    outbox,
    receipts: new Receipts(http, clock, backoff, notifier),
    typing: new Typing(connection, clock, notifier),
    presence: new PresenceWatcher(connection, clock, backoff, notifier),
    marks,
  };
}

function authOf(auth: ClientOptions['auth']): { transport: 'cookie' | 'body'; tokenStore?: TokenStore } {
  const chosen = auth ?? (isBrowser() ? { transport: 'cookie' as const } : { transport: 'body' as const });
  return chosen.transport === 'cookie' ? chosen : { transport: 'body', tokenStore: chosen.store ?? memoryTokenStore() };
}

function sourceOf(http: Http, conversations: Conversations, snapshot: SnapshotKeeper): TimelineSource {
  return {
    window: (conversationId, query) => http.call(messagesApi.window, { params: { conversationId }, query }),
    changes: (conversationId, since) => http.call(messagesApi.changes, { params: { conversationId }, query: { since, limit: 100 } }),
    known: (conversationId) => conversations.get(conversationId) ?? { rev: 0, lastSeq: 0 },
    kept: (conversationId) => snapshot.window(conversationId),
  };
}

/** Over the socket when it is there, else as a call: a proxy may let only one of them through. */
function send(message: OutboxMessage, attachments: string[], connection: Connection, http: Http): Promise<Message> {
  const { conversationId, clientMessageId, body, replyTo } = message;
  const content = { clientMessageId, body, ...(attachments.length > 0 && { attachments }), ...(replyTo && { replyTo }) };
  if (connection.online) return connection.emit('message:send', { conversationId, ...content });
  return http.call(messagesApi.send, { params: { conversationId }, body: content });
}

function createdBy(message: Message) {
  return { conversationId: message.conversationId, events: [{ rev: message.rev, kind: 'created' as const, message }] };
}
