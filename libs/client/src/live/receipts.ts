import type { MessageReceipts, ReceiptMark, ReceiptsAdvanced } from '@hallway/contracts-messages';
import type { Notifier, Observable } from '../platform/store';
import { KeyedStores } from './keyed-stores';

/** How far each member has got, as a `seq` by user id. */
export interface ReceiptMarks {
  readonly read: ReadonlyMap<string, number>;
  readonly delivered: ReadonlyMap<string, number>;
}

const none: ReceiptMarks = { read: new Map(), delivered: new Map() };

/** Read and delivery marks of the members, as far as they are known: who has read message n is who has `seq >= n`. */
export class Receipts {
  private readonly stores: KeyedStores<ReceiptMarks>;

  constructor(notifier: Notifier) {
    this.stores = new KeyedStores(none, notifier);
  }

  of(conversationId: string): Observable<ReceiptMarks> {
    return this.stores.of(conversationId);
  }

  /** Takes the answer to `GET /messages/:id/receipts` for the message with this `seq`. */
  learn(conversationId: string, seq: number, receipts: MessageReceipts): void {
    const marks = (of: { userId: string; at: string }[]): ReceiptMark[] => of.map(({ userId, at }) => ({ userId, seq, at }));
    this.apply({ conversationId, read: marks(receipts.read), delivered: marks(receipts.delivered) });
  }

  /** Takes a live event. Marks only move forwards. */
  apply({ conversationId, read, delivered }: ReceiptsAdvanced): void {
    const known = this.stores.get(conversationId);
    const next = { read: advance(known.read, read), delivered: advance(known.delivered, delivered) };
    if (next.read !== known.read || next.delivered !== known.delivered) this.stores.set(conversationId, next);
  }

  reset(): void {
    this.stores.reset();
  }
}

function advance(known: ReadonlyMap<string, number>, marks: readonly ReceiptMark[] = []): ReadonlyMap<string, number> {
  const further = marks.filter(({ userId, seq }) => seq > (known.get(userId) ?? 0));
  if (further.length === 0) return known;
  const next = new Map(known);
  for (const { userId, seq } of further) next.set(userId, Math.max(seq, next.get(userId) ?? 0));
  return next;
}
