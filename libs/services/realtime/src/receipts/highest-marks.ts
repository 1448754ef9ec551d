import type { ReceiptMark } from '@hallway/contracts-messages';

/** The highest mark of each member that was delivered, of so many conversations at most: the least recently used are dropped. */
export class HighestMarks {
  private readonly delivered = new Map<string, Map<string, number>>();

  constructor(private readonly conversations: number) {}

  /** Those of the marks that are higher than what was delivered before; from now on they count as delivered. */
  advance(conversationId: string, marks: ReceiptMark[] = []): ReceiptMark[] {
    const highest = this.delivered.get(conversationId) ?? new Map<string, number>();
    const advanced = marks.filter(({ userId, seq }) => seq > (highest.get(userId) ?? -1));
    if (advanced.length === 0) return advanced;
    for (const { userId, seq } of advanced) highest.set(userId, Math.max(seq, highest.get(userId) ?? -1));
    this.delivered.delete(conversationId);
    this.delivered.set(conversationId, highest);
    for (const oldest of this.delivered.keys()) {
      if (this.delivered.size <= this.conversations) break;
      this.delivered.delete(oldest);
    }
    return advanced;
  }
}
