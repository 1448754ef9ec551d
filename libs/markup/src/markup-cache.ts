import type { BlockNode } from './markup-node.ts';
import { parseMarkup } from './parse-markup.ts';

/** Keeps the trees of the messages that were shown last, so that scrolling back does not parse again. */
export class MarkupCache {
  private readonly entries = new Map<string, BlockNode[]>();

  constructor(private readonly limit = 2_000) {}

  /** The tree of one version of a message. `revision` must change whenever the body does. */
  get(messageId: string, revision: number, body: string): BlockNode[] {
    const key = `${messageId}:${revision}`;
    const blocks = this.entries.get(key) ?? parseMarkup(body);
    // A Map keeps insertion order, so the first key is the one used longest ago.
    this.entries.delete(key);
    this.entries.set(key, blocks);
    this.evict();
    return blocks;
  }

  /** How many trees are kept. */
  get size(): number {
    return this.entries.size;
  }

  /** Forgets everything, as after a sign-out. */
  clear(): void {
    this.entries.clear();
  }

  private evict(): void {
    const oldest = this.entries.size > this.limit ? this.entries.keys().next() : undefined;
    if (oldest && !oldest.done) {
      this.entries.delete(oldest.value);
    }
  }
}
