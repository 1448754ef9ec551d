import { type Changes, type Message, messagesApi, type MessagesChanged } from '@hallway/contracts-messages';

import type { Conversations } from '../conversations/conversations.ts';
import type { Http } from '../http/http.ts';
import type { BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { ChangeFeed, type FeedReader } from '../timeline/change-feed.ts';
import { latestBySeq, nextChanges } from '../timeline/reduce-timeline.ts';
import { revOf } from '../timeline/timeline-window.ts';
import type { SyncFollower } from './sync-engine.ts';

/** How far a follower has got in one conversation. */
export interface Position {
  rev: number;
  seq: number;
}

export interface FollowedMessage {
  /** `created` once for each message, in order of `seq`; `changed` when one is edited, deleted, reacted to or pinned. */
  kind: 'created' | 'changed';
  message: Message;
}

export type FollowHandler = (change: FollowedMessage) => void | Promise<void>;

export interface FollowOptions {
  /** Where an earlier run stopped, by conversation: nothing since then is left out. */
  from?: Record<string, Position>;
  /** Called when the handler throws; the message counts as handled. Without it the error is thrown uncaught. */
  onError?: (error: unknown, change: FollowedMessage) => void;
}

export interface Following {
  stop(): void;
  /** What has been handled so far, for `from` of the next run. */
  positions(): Record<string, Position>;
}

export interface FollowerPorts {
  http: Http;
  conversations: Conversations;
  clock: Clock;
  backoff: BackoffLimits;
}

interface Followed {
  feed: ChangeFeed;
  /** Handed over to the handler, waiting or not. */
  taken: Position;
  handled: Position;
  queue: Promise<void>;
}

/** Hands every message of every conversation to a handler, one after another, with nothing lost over disconnects. */
export class Follower implements SyncFollower {
  private readonly followed = new Map<string, Followed>();
  private readonly startedAt: number;
  /** The whole list was seen once: what comes later was joined since. */
  private begun = false;
  private stopped = false;

  constructor(
    private readonly handler: FollowHandler,
    private readonly options: FollowOptions,
    private readonly ports: FollowerPorts,
  ) {
    this.startedAt = ports.clock.now();
  }

  rev(conversationId: string): number | undefined {
    return this.followed.get(conversationId)?.taken.rev;
  }

  resync(conversationId: string, rev: number): void {
    this.entry(conversationId)?.feed.resync(rev);
  }

  push(event: MessagesChanged): void {
    this.entry(event.conversationId)?.feed.push(event);
  }

  /** Begins with conversations that have come into the list. */
  begin(): void {
    const { byId, loaded } = this.ports.conversations.getSnapshot();
    for (const [id, { rev }] of byId) {
      if (!this.followed.has(id)) this.entry(id)?.feed.resync(rev);
    }
    this.begun ||= loaded;
  }

  positions(): Record<string, Position> {
    return Object.fromEntries([...this.followed].map(([id, { handled }]) => [id, { ...handled }]));
  }

  stop(): void {
    this.stopped = true;
    for (const { feed } of this.followed.values()) feed.stop();
  }

  private entry(conversationId: string): Followed | undefined {
    const known = this.followed.get(conversationId);
    if (known || this.stopped) return known;
    const start = this.startOf(conversationId);
    if (!start) return undefined;
    const feed = new ChangeFeed(this.reader(conversationId), { ...this.ports, changes: (since) => this.changes(conversationId, since, start) });
    const entry: Followed = { feed, taken: { ...start }, handled: { ...start }, queue: Promise.resolve() };
    this.followed.set(conversationId, entry);
    return entry;
  }

  /**
   * From where an earlier run stopped; else from now on, which in a conversation
   * younger than the follower is its beginning. One that was joined later begins
   * with the join, before which everything counts as read: the event of
   * it may have been lost, and much may have been said since.
   */
  private startOf(id: string): Position | undefined {
    const conversation = this.ports.conversations.get(id);
    const from = this.options.from?.[id];
    if (from) return from;
    if (!conversation) return undefined;
    if (Date.parse(conversation.createdAt) >= this.startedAt) return { rev: 0, seq: 0 };
    if (this.begun) return { rev: 0, seq: conversation.readSeq };
    return { rev: conversation.rev, seq: conversation.lastSeq };
  }

  private reader(conversationId: string): FeedReader {
    const taken = () => this.followed.get(conversationId)?.taken ?? { rev: 0, seq: 0 };
    return {
      rev: () => taken().rev,
      apply: (event) => {
        const { next, rev, gap } = nextChanges(taken().rev, event);
        this.take(conversationId, next, rev);
        return gap;
      },
      merge: (pages) =>
        this.take(
          conversationId,
          pages.flatMap((page) => page.items),
          pages.at(-1)?.rev ?? 0,
        ),
      reset: (rev) => this.walk(conversationId, rev),
    };
  }

  private changes(conversationId: string, since: number, start: Position): Promise<Changes> {
    // Begun in the middle: the changes of what is older are not wanted, only the messages since.
    if (since === 0 && start.seq > 0) return Promise.resolve({ items: [], rev: 0, more: false, reset: true });
    return this.ports.http.call(messagesApi.changes, { params: { conversationId }, query: { since, limit: 100 } });
  }

  /** Too many changes to list: all new messages, page by page. */
  private async walk(conversationId: string, rev: number): Promise<void> {
    const entry = this.followed.get(conversationId);
    while (entry) {
      const page = await this.ports.http.call(messagesApi.window, { params: { conversationId }, query: { after: entry.taken.seq, limit: 100 } });
      if (this.stopped) return;
      if (page.hasAfter) this.take(conversationId, page.items, 0);
      else {
        // The feed may have gone back, to an older backup of the server.
        entry.taken.rev = Math.min(entry.taken.rev, rev);
        // What came while the page was on its way may be in it, and is not to be handed over twice.
        return this.take(conversationId, page.items, revOf(page, rev));
      }
    }
  }

  private take(conversationId: string, messages: readonly Message[], rev: number): void {
    const entry = this.followed.get(conversationId);
    if (!entry) return;
    for (const change of inOrder(messages, entry.taken.seq)) {
      entry.taken.seq = Math.max(entry.taken.seq, change.message.seq);
      entry.queue = entry.queue.then(() => this.handle(change));
    }
    entry.taken.rev = Math.max(entry.taken.rev, rev);
    const reached = { ...entry.taken };
    entry.queue = entry.queue.then(() => {
      if (!this.stopped) entry.handled = reached;
    });
  }

  private async handle(change: FollowedMessage): Promise<void> {
    if (this.stopped) return;
    try {
      await this.handler(change);
    } catch (error) {
      const { onError } = this.options;
      if (onError) onError(error, change);
      else
        queueMicrotask(() => {
          throw error;
        });
    }
  }
}

/** New messages by `seq`, then what happened to earlier ones by `rev`. */
function inOrder(messages: readonly Message[], takenSeq: number): FollowedMessage[] {
  const states = [...latestBySeq(messages).values()];
  const created = states.filter(({ seq }) => seq > takenSeq).sort((a, b) => a.seq - b.seq);
  const changed = states.filter(({ seq }) => seq <= takenSeq).sort((a, b) => a.rev - b.rev);
  return [...created.map((message) => ({ kind: 'created' as const, message })), ...changed.map((message) => ({ kind: 'changed' as const, message }))];
}
