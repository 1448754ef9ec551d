import type { CurrentUser } from '@hallway/contracts-auth';
import type { Endpoint } from '@hallway/contracts-core';
import type { SyncResult } from '@hallway/contracts-messages';
import type { ClientEventName, ClientPayload, ClientResult, ServerEventName, ServerPayload } from '@hallway/contracts-realtime';

import { buildParts, type ClientOptions, type ClientParts } from './client-parts.ts';
import type { Conversations } from './conversations/conversations.ts';
import type { CallArguments, CallResult } from './http/http.ts';
import type { PresenceWatcher } from './live/presence.ts';
import type { Profiles } from './live/profiles.ts';
import type { Receipts } from './live/receipts.ts';
import type { Typing } from './live/typing.ts';
import type { MessageOutbox } from './outbox/message-outbox.ts';
import { onPageLeave } from './platform/browser.ts';
import type { ClientSession } from './session/client-session.ts';
import type { Snapshot } from './snapshot/snapshot-storage.ts';
import type { Connection } from './socket/connection.ts';
import { Follower, type FollowHandler, type Following, type FollowOptions } from './sync/follower.ts';
import { routeLiveEvents } from './sync/live-events.ts';
import { SyncEngine } from './sync/sync-engine.ts';
import type { Timeline } from './timeline/timeline.ts';
import type { UploadProgress } from './uploads/upload-progress.ts';
import type { Uploads } from './uploads/uploads.ts';

/** Builds a client. Sign in (or restore) with `client.session`; everything else follows from that. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

/** After a reconnect, at most this many conversations get a delivery mark at once. */
const mostDeliveredMarks = 50;

/** One user's view of a Hallway server: calls, live state, and messages on their way. */
export class Client {
  /** Sign in and out; who is signed in. */
  readonly session: ClientSession;
  /** The state of the socket. */
  readonly connection: Connection;
  /** The list of conversations, live. */
  readonly conversations: Conversations;
  /** Messages that the server does not have yet. */
  readonly outbox: MessageOutbox;
  /** Is everything here that was missed while away? */
  readonly sync: SyncEngine;
  readonly presence: PresenceWatcher;
  readonly typing: Typing;
  readonly receipts: Receipts;
  /** Names and pictures that changed. */
  readonly profiles: Profiles;
  readonly uploads: Uploads;
  /** How far the files of waiting messages are. */
  readonly uploadProgress: UploadProgress;
  private readonly parts: ClientParts;
  private readonly followers = new Set<Follower>();
  private activeUser: string | null = null;
  /** What an earlier visit has left, until a user is signed in. */
  private kept: Snapshot | undefined;
  private readonly stopLeaving: () => void;

  constructor(options: ClientOptions) {
    this.parts = buildParts(options);
    ({
      session: this.session,
      connection: this.connection,
      conversations: this.conversations,
      outbox: this.outbox,
      presence: this.presence,
      typing: this.typing,
      receipts: this.receipts,
      profiles: this.profiles,
      uploads: this.uploads,
      uploadProgress: this.uploadProgress,
    } = this.parts);
    const deliveryReceipts = options.deliveryReceipts ?? true;
    routeLiveEvents({ ...this.parts, followers: this.followers, userId: () => this.activeUser ?? '', deliveryReceipts });
    this.sync = new SyncEngine({ ...this.parts, followers: this.followers, synced: (result) => this.synced(result, deliveryReceipts) });
    this.stopLeaving = onPageLeave(() => this.parts.marks.leave());
    this.connection.onUp(() => {
      this.outbox.flush();
      this.receipts.resync();
    });
    this.session.onChange(() => this.sessionChanged());
  }

  /**
   * Resumes the session of an earlier visit; resolves to its user, or `null`.
   * With a snapshot, a start without network shows what was seen last.
   */
  async restore(): Promise<CurrentUser | null> {
    this.kept = await this.parts.snapshot.load();
    return this.session.restore(this.kept?.user);
  }

  /** Calls an endpoint of the contract, such as `client.call(usersApi.get, { params: { userId } })`. */
  call<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<CallResult<E>> {
    return this.parts.http.call(endpoint, ...args);
  }

  /** Fetches bytes with the access token, such as a picture. */
  blob<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<Blob> {
    return this.parts.http.blob(endpoint, ...args);
  }

  /** Fetches the bytes at a path that the server has given, such as `avatarUrl`. */
  blobAt(path: string, options?: { signal?: AbortSignal }): Promise<Blob> {
    return this.parts.http.blobAt(path, options);
  }

  /** Listens to an event of the server; live state has taken it in by then. The result ends that. */
  on<N extends ServerEventName>(event: N, handler: (payload: ServerPayload<N>) => void): () => void {
    return this.connection.on(event, handler);
  }

  /** Sends an event over the socket and resolves to the answer. Offline it fails at once. */
  emit<N extends ClientEventName>(event: N, payload: ClientPayload<N>, options?: { timeoutMs?: number }): Promise<ClientResult<N>> {
    return this.connection.emit(event, payload, options);
  }

  /** The live window on a conversation; the same object for the same id. */
  timeline(conversationId: string): Timeline {
    return this.parts.timelines.of(conversationId);
  }

  /** The user has seen everything up to `seq`. Shown at once; the highest is sent to the server. */
  markRead(conversationId: string, seq: number): void {
    this.conversations.apply({ type: 'read', conversationId, seq });
    this.parts.marks.move('read', conversationId, seq);
  }

  /** Hands every new and changed message of all conversations to a handler, one after another: for bots. */
  follow(handler: FollowHandler, options: FollowOptions = {}): Following {
    const follower = new Follower(handler, options, this.parts);
    this.followers.add(follower);
    follower.begin();
    return {
      positions: () => follower.positions(),
      stop: () => {
        this.followers.delete(follower);
        follower.stop();
      },
    };
  }

  /** Closes everything for good. What waits in the outbox stays stored. */
  close(): void {
    this.stopLeaving();
    this.session.close();
    this.leave();
    this.connection.dispose();
  }

  private sessionChanged(): void {
    const { status, user, endedBy } = this.session.getSnapshot();
    if (user && user.id === this.activeUser) return;
    if (this.activeUser) {
      // Unsent words wait for their person, unless that person has left, or another one is here.
      if (endedBy === 'logout' || endedBy === 'user-changed') void this.outbox.clear();
      // A copy of what the server has is not theirs any more either.
      this.parts.snapshot.end(true);
      this.leave();
    } else if (status === 'signed-out') {
      // The session ended while this page was closed.
      this.kept = undefined;
      this.parts.snapshot.clearOthers(null);
    }
    if (user) this.enter(user);
  }

  private enter(user: CurrentUser): void {
    this.activeUser = user.id;
    void this.outbox.start(user.id);
    if (this.kept?.user.id === user.id) this.conversations.hydrate(this.kept.conversations);
    this.kept = undefined;
    this.parts.snapshot.begin(user);
    // In parallel with the socket; should it fail, the sync after the connect fetches it.
    this.conversations.load().then(
      () => this.beginFollowers(),
      () => undefined,
    );
    this.connection.open();
  }

  private leave(): void {
    this.activeUser = null;
    this.parts.snapshot.end(false);
    this.connection.close();
    this.outbox.stop();
    for (const follower of this.followers) follower.stop();
    this.followers.clear();
    const { conversations, timelines, receipts, profiles, typing, presence, marks } = this.parts;
    for (const part of [this.sync, conversations, timelines, receipts, profiles, typing, presence, marks]) part.reset();
  }

  private synced(result: SyncResult, deliveryReceipts: boolean): void {
    this.beginFollowers();
    if (!deliveryReceipts) return;
    for (const { id, lastSeq } of result.changed.slice(0, mostDeliveredMarks)) this.parts.marks.move('delivered', id, lastSeq);
  }

  private beginFollowers(): void {
    for (const follower of this.followers) follower.begin();
  }
}
