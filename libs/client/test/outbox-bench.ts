import { randomUUID } from 'node:crypto';

import type { Message } from '@hallway/contracts-messages';

import { HallwayProblem, NetworkProblem } from '../src/http/client-problem.ts';
import type { TransferPorts } from '../src/outbox/file-transfers.ts';
import { MessageOutbox } from '../src/outbox/message-outbox.ts';
import type { OutboxMessage } from '../src/outbox/outbox-message.ts';
import { memoryOutbox, type OutboxStorage } from '../src/outbox/outbox-storage.ts';
import type { Locks } from '../src/platform/browser.ts';
import { Notifier } from '../src/platform/store.ts';
import { UploadProgress } from '../src/uploads/upload-progress.ts';
import { FakeClock } from './fake-clock.ts';
import { ReferenceTimeline } from './reference-timeline.ts';

/** How a send goes: stored and told, stored and not told, or refused with a status. */
export type Outcome = 'stored' | 'stored-silently' | 'network' | number;

/** An outbox and the conversations that it sends to. */
export class OutboxBench {
  readonly clock: FakeClock;
  readonly outbox: MessageOutbox;
  readonly rooms = new Map<string, ReferenceTimeline>();
  readonly progress = new UploadProgress(new Notifier());
  readonly sentHere: Message[] = [];
  /** What happens to the next sends; without any, they are stored. */
  outcomes: Outcome[] = [];
  retryAfterSeconds: number | undefined;
  covers = true;
  /** Sends under way at this moment, by conversation, and the most there ever were. */
  under = new Map<string, number>();
  mostAtOnce = 0;

  constructor(
    options: { storage?: OutboxStorage; locks?: Locks; clock?: FakeClock; rooms?: Map<string, ReferenceTimeline>; upload?: TransferPorts['upload'] } = {},
  ) {
    this.clock = options.clock ?? new FakeClock();
    this.rooms = options.rooms ?? this.rooms;
    this.outbox = new MessageOutbox({
      storage: options.storage ?? memoryOutbox(),
      send: (message) => this.send(message),
      upload: options.upload ?? (() => Promise.resolve(randomUUID())),
      progress: this.progress,
      sent: (message) => void this.sentHere.push(message),
      covers: () => this.covers,
      clock: this.clock,
      notifier: new Notifier(),
      backoff: { firstMs: 1000, mostMs: 30_000 },
      locks: options.locks,
    });
  }

  texts(conversationId: string): (string | null)[] {
    return this.rooms.get(conversationId)?.messages.map((message) => message.body) ?? [];
  }

  states(): string[] {
    return this.outbox.getSnapshot().messages.map(({ body, state }) => `${body} ${state}`);
  }

  private async send(message: OutboxMessage): Promise<Message> {
    const { conversationId } = message;
    const under = (this.under.get(conversationId) ?? 0) + 1;
    this.under.set(conversationId, under);
    this.mostAtOnce = Math.max(this.mostAtOnce, under);
    await Promise.resolve();
    this.under.set(conversationId, under - 1);
    const outcome = this.outcomes.shift() ?? 'stored';
    if (outcome === 'network') throw new NetworkProblem('failed');
    if (typeof outcome === 'number') throw new HallwayProblem({ code: `refused-${outcome}`, status: outcome, title: 'refused' }, this.retryAfterSeconds);
    const room = this.rooms.get(conversationId) ?? new ReferenceTimeline(conversationId);
    this.rooms.set(conversationId, room);
    const { message: stored } = room.send({ senderId: message.userId, clientMessageId: message.clientMessageId, body: message.body });
    if (outcome === 'stored-silently') throw new NetworkProblem('timeout');
    return stored;
  }
}

/** Locks as browsers have them: one holder, the next in line when it lets go. */
export class FakeLocks implements Locks {
  private readonly lines = new Map<string, Promise<unknown>>();

  request<T>(name: string, { signal }: { signal?: AbortSignal }, held: () => Promise<T>): Promise<T> {
    const turn = (this.lines.get(name) ?? Promise.resolve()).then(() => {
      signal?.throwIfAborted();
      return held();
    });
    // Who waits for this turn hears how it ended; those behind it only wait.
    const ended = turn.catch(() => undefined);
    this.lines.set(name, ended);
    return turn;
  }
}
