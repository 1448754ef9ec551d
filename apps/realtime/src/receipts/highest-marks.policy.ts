import type { ReceiptMark } from '@hallway/contracts-messages';

/** The highest mark of each member that was told, of so many conversations at most: those told of longest ago are forgotten. */
export class HighestMarks {
  private readonly told = new Map<string, Map<string, number>>();

  constructor(private readonly conversations: number) {}

  /** Those of the marks that are higher than what was told before; from now on they are told. */
  advance(conversationId: string, marks: ReceiptMark[] = []): ReceiptMark[] {
    const highest = this.told.get(conversationId) ?? new Map<string, number>();
    const news = marks.filter(({ userId, seq }) => seq > (highest.get(userId) ?? -1));
    if (news.length === 0) return news;
    for (const { userId, seq } of news) highest.set(userId, Math.max(seq, highest.get(userId) ?? -1));
    this.told.delete(conversationId);
    this.told.set(conversationId, highest);
    for (const oldest of this.told.keys()) {
      if (this.told.size <= this.conversations) break;
      this.told.delete(oldest);
    }
    return news;
  }
}
