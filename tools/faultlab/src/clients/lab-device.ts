import { type Client, createClient, HallwayProblem, memoryTokenStore } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import type { ClientEventName, ClientPayload, ClientResult } from '@hallway/contracts-realtime';

import type { FinalView, Operation } from '../history/history-event';
import { hashOf, type Recorder } from '../lab/recorder';
import { DirectSending } from './direct-sending';
import { recordFrames } from './frame-recorder';
import { OutboxSending } from './outbox-sending';
import { recordServerFault } from './refusal';
import { seen } from './seen-message';
import type { Sending } from './sending';
import { watchedFetch } from './watched-fetch';

/** Shorter than the SDK's own, so that "3 s after the reconnect" can be told from "whenever it looks again". */
const backoff = { firstMs: 500, mostMs: 3_000 };
const ANSWER_MS = 6_000;

/** One device of a person: the SDK as every app uses it, with all that happens to it written down. */
export class LabDevice {
  readonly client: Client;
  /** What another tab of the same browser shares. */
  readonly tokenStore = memoryTokenStore();
  sending: Sending;
  /** Calls on their way. */
  open = 0;
  private readonly watched = new Map<string, () => void>();
  private user = '';
  private connected = false;
  private returning: NodeJS.Timeout | undefined;

  constructor(
    readonly name: string,
    readonly url: string,
    private readonly recorder: Recorder,
  ) {
    this.client = createClient({ url, auth: { transport: 'body', store: this.tokenStore }, backoff, fetch: watchedFetch(recorder), deliveryReceipts: false });
  }

  /** From here on everything is written down. */
  observe(user: string, through: 'outbox' | 'calls'): void {
    this.user = user;
    const who = { user, device: this.name };
    this.sending = through === 'outbox' ? new OutboxSending(this.client, who, this.recorder) : new DirectSending(this.client, who, this.recorder);
    recordFrames(
      this.recorder,
      who,
      (event, handler) => this.client.on(event, handler),
      () => this.noteConnection(true),
    );
    this.client.connection.subscribe(() => this.noteConnection());
    this.noteConnection();
    this.client.conversations.subscribe(() => this.lookAtAll());
    this.lookAtAll();
  }

  /** Tells of these people's presence as this device learns it. */
  watchPresence(people: readonly string[]): void {
    this.client.presence.watch(people);
    for (const of of people) {
      const presence = this.client.presence.of(of);
      presence.subscribe(() => {
        const { status } = presence.getSnapshot();
        if (status !== 'unknown') this.recorder.record({ type: 'presence', user: this.user, device: this.name, of, online: status === 'online' });
      });
    }
  }

  /** Always, unless its session ended against its will. */
  get signedIn(): boolean {
    return this.client.session.getSnapshot().status === 'signed-in';
  }

  get conversations(): string[] {
    return [...this.client.conversations.getSnapshot().byId.keys()];
  }

  edit(conversationId: string, messageId: string, body: string): void {
    void this.emit('message:edit', { messageId, body }, { kind: 'edit', conversationId, messageId, bodyHash: hashOf(body) });
  }

  delete(conversationId: string, messageId: string): void {
    void this.emit('message:delete', { messageId }, { kind: 'delete', conversationId, messageId });
  }

  react(conversationId: string, messageId: string, emoji: string, on: boolean): void {
    void this.emit(on ? 'reaction:add' : 'reaction:remove', { messageId, emoji }, { kind: 'react', conversationId, messageId, emoji, on });
  }

  mark(kind: 'read' | 'delivered', conversationId: string, seq: number): void {
    void this.emit(`conversation:${kind}`, { conversationId, seq }, { kind, conversationId, seq });
  }

  /** Calls over the socket once, and writes down what comes of it. */
  private async emit<N extends ClientEventName>(event: N, payload: ClientPayload<N>, operation: Operation): Promise<void> {
    const op = this.recorder.invoked(this.user, this.name, operation);
    this.open += 1;
    try {
      const result: ClientResult<N> = await this.client.emit(event, payload, { timeoutMs: ANSWER_MS });
      this.recorder.record({ type: 'answered', op, ...written(result) });
    } catch (error) {
      recordServerFault(this.recorder, event, error);
      // Refused for good only when the server says so; without an answer, or in its distress, it may have happened.
      if (error instanceof HallwayProblem && error.status < 500) this.recorder.record({ type: 'refused', op, status: error.status, code: error.code });
    } finally {
      this.open -= 1;
    }
  }

  /** Leaves the network for a moment. */
  reconnect(awayMs: number): void {
    this.client.connection.close();
    clearTimeout(this.returning);
    this.returning = setTimeout(() => this.client.connection.open(), awayMs);
  }

  /** What is missing until this device is in step; nothing when it is. */
  waitsFor(revs: ReadonlyMap<string, number>): string | undefined {
    const { client } = this;
    if (!client.connection.online) return 'to be online';
    if (client.sync.getSnapshot().status !== 'live') return 'to be in sync';
    if (this.sending.open + this.open > 0) return `${this.sending.open + this.open} calls`;
    const behind = this.conversations.find((id) => this.behind(id, revs.get(id)));
    return behind && `changes of ${behind}`;
  }

  view(conversationId: string): Omit<FinalView, 't'> {
    const { window } = this.client.timeline(conversationId);
    const unread = this.client.conversations.get(conversationId)?.unread;
    const messages = window.items.map(seen);
    return {
      type: 'view',
      user: this.user,
      device: this.name,
      conversationId,
      fromSeq: messages[0]?.seq ?? 1,
      messages,
      ...(unread !== undefined && { unread }),
    };
  }

  close(): void {
    clearTimeout(this.returning);
    for (const stop of this.watched.values()) stop();
    this.sending?.stop();
    this.client.close();
  }

  private behind(id: string, rev: number | undefined): boolean {
    if (rev === undefined) return false;
    const timeline = this.client.timeline(id);
    if (!timeline.ready) timeline.open().catch(() => undefined); // as a person who presses "try again"
    return !timeline.ready || timeline.window.rev < rev || !timeline.window.atLive || timeline.getSnapshot().catchingUp;
  }

  /** Every conversation is on screen somewhere, so its timeline is followed. */
  private lookAtAll(): void {
    for (const id of this.conversations) {
      const timeline = this.client.timeline(id);
      if (!this.watched.has(id))
        this.watched.set(
          id,
          timeline.subscribe(() => undefined),
        );
      if (timeline.getSnapshot().status === 'idle') timeline.open().catch(() => undefined); // settling tries again
    }
  }

  private noteConnection(online = this.client.connection.online): void {
    if (online === this.connected) return;
    this.connected = online;
    this.recorder.record({ type: 'socket', user: this.user, device: this.name, open: online });
  }
}

/** What a call wrote, when its answer is a message. */
function written(result: object): { messageId?: string; seq?: number; rev?: number } {
  const { id, seq, rev } = result as Partial<Message>;
  return rev === undefined ? {} : { messageId: id, seq, rev };
}
