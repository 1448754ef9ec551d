import { type ConversationReceipts, type ReceiptMark, type ReceiptsAdvanced, receiptsApi } from '@hallway/contracts-messages';

import { isRetryable } from '../http/client-problem.ts';
import type { Http } from '../http/http.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import type { Notifier, Observable } from '../platform/store.ts';
import { KeyedStores } from './keyed-stores.ts';

/** How far each member has got, as a `seq` by user id. Who has read message n says {@link passedBy}. */
export interface ReceiptMarks {
  readonly read: ReadonlyMap<string, number>;
  /** Never behind `read`. */
  readonly delivered: ReadonlyMap<string, number>;
  /** What was there when they joined, where that is known. */
  readonly joined: ReadonlyMap<string, number>;
}

type Mark = Pick<ReceiptMark, 'userId' | 'seq'>;

const none: ReceiptMarks = { read: new Map(), delivered: new Map(), joined: new Map() };

/** The members who have read (or received) the message with this `seq`; who joined after it was never meant. */
export function passedBy(marks: ReceiptMarks, kind: 'read' | 'delivered', seq: number): string[] {
  return [...marks[kind]].filter(([userId, at]) => at >= seq && (marks.joined.get(userId) ?? 0) < seq).map(([userId]) => userId);
}

/** Read and delivery marks of members: asked for while they are shown, and kept up to date by events. */
export class Receipts {
  private readonly stores: KeyedStores<ReceiptMarks>;
  /** How many look at a conversation. */
  private readonly followed = new Map<string, number>();
  private readonly retries = new Map<string, () => void>();
  /** One question at a time, so that an older answer never comes after a newer one; whether to ask again then. */
  private readonly asking = new Map<string, { again: boolean }>();
  private generation = 0;

  constructor(
    private readonly http: Http,
    private readonly clock: Clock,
    private readonly backoff: BackoffLimits,
    notifier: Notifier,
  ) {
    this.stores = new KeyedStores(none, notifier);
  }

  /** The marks of one conversation; {@link follow} keeps them true. */
  of(conversationId: string): Observable<ReceiptMarks> {
    return this.stores.of(conversationId);
  }

  /** Keeps the marks of a conversation true until the result is called. */
  follow(conversationId: string): () => void {
    this.followed.set(conversationId, (this.followed.get(conversationId) ?? 0) + 1);
    this.ask(conversationId);
    let following = true;
    return () => {
      if (following) this.release(conversationId);
      following = false;
    };
  }

  /** Asks again for what is looked at: events may have been missed, or others are members now. */
  resync(...conversationIds: string[]): void {
    const asked = conversationIds.length > 0 ? conversationIds : [...this.followed.keys()];
    for (const conversationId of asked) if (this.followed.has(conversationId)) this.ask(conversationId);
  }

  /** Takes a live event. Marks only move forwards, so it does not matter whether it comes before or after an answer. */
  apply({ conversationId, read = [], delivered = [] }: ReceiptsAdvanced): void {
    this.advance(conversationId, { read, delivered, joined: [] });
    if (this.followed.has(conversationId) && !this.asking.has(conversationId) && this.hasNewcomer(conversationId)) this.ask(conversationId);
  }

  reset(): void {
    this.generation += 1;
    for (const cancel of this.retries.values()) cancel();
    this.retries.clear();
    this.asking.clear();
    this.stores.reset();
  }

  private advance(conversationId: string, { read, delivered, joined }: Record<keyof ReceiptMarks, readonly Mark[]>): void {
    const known = this.stores.get(conversationId);
    const next = { read: advance(known.read, read), delivered: advance(known.delivered, [...delivered, ...read]), joined: advance(known.joined, joined) };
    if (next.read !== known.read || next.delivered !== known.delivered || next.joined !== known.joined) this.stores.set(conversationId, next);
  }

  /** Whose mark was known before the question and is not in the answer is no member any more. */
  private dropGone(conversationId: string, before: ReceiptMarks, { read, delivered }: ConversationReceipts): void {
    const answered = new Set([...read, ...delivered].map(({ userId }) => userId));
    const gone = new Set([...before.delivered.keys()].filter((userId) => !answered.has(userId)));
    if (gone.size === 0) return;
    const { read: reads, delivered: deliveries, joined } = this.stores.get(conversationId);
    const stay = (marks: ReadonlyMap<string, number>) => new Map([...marks].filter(([userId]) => !gone.has(userId)));
    this.stores.set(conversationId, { read: stay(reads), delivered: stay(deliveries), joined: stay(joined) });
  }

  private release(conversationId: string): void {
    const count = (this.followed.get(conversationId) ?? 0) - 1;
    if (count > 0) this.followed.set(conversationId, count);
    else this.followed.delete(conversationId);
  }

  /** A mark of a member of whom no answer said when they joined: what it says of earlier messages is not known. */
  private hasNewcomer(conversationId: string): boolean {
    const { delivered, joined } = this.stores.get(conversationId);
    return [...delivered.keys()].some((userId) => !joined.has(userId));
  }

  private ask(conversationId: string, failures = 0): void {
    const asked = this.asking.get(conversationId);
    if (asked) {
      asked.again = true;
      return;
    }
    this.retries.get(conversationId)?.();
    this.retries.delete(conversationId);
    const asking = { again: false };
    this.asking.set(conversationId, asking);
    void this.question(conversationId, failures).then((answered) => {
      if (this.asking.get(conversationId) !== asking) return;
      this.asking.delete(conversationId);
      const again = asking.again || (answered && this.hasNewcomer(conversationId));
      if (again && this.followed.has(conversationId)) this.ask(conversationId);
    });
  }

  /** Whether it was answered. */
  private async question(conversationId: string, failures: number): Promise<boolean> {
    const { generation } = this;
    const before = this.stores.get(conversationId);
    try {
      const answer: ConversationReceipts = await this.http.call(receiptsApi.marks, { params: { conversationId } });
      if (generation !== this.generation) return false;
      const joined = [...answer.read, ...answer.delivered].map(({ userId, joinedSeq }) => ({ userId, seq: joinedSeq }));
      this.advance(conversationId, { ...answer, joined });
      this.dropGone(conversationId, before, answer);
      return true;
    } catch (error) {
      // A refusal stays one: not a member any more, or signed out.
      if (generation !== this.generation || !isRetryable(error)) return false;
      const again = () => void (this.followed.has(conversationId) && this.ask(conversationId, failures + 1));
      this.retries.set(conversationId, this.clock.after(backoffDelay(failures + 1, this.backoff), again));
      return false;
    }
  }
}

function advance(known: ReadonlyMap<string, number>, marks: readonly Mark[]): ReadonlyMap<string, number> {
  const further = marks.filter(({ userId, seq }) => seq > (known.get(userId) ?? 0));
  if (further.length === 0) return known;
  const next = new Map(known);
  for (const { userId, seq } of further) next.set(userId, Math.max(seq, next.get(userId) ?? 0));
  return next;
}
