import type { AppendRequest, AppendResult, LogEntry, Rewound, StreamSize } from '../event-log';

interface Group {
  delivered: number;
  /** Delivered but not acknowledged: position and who has it. */
  pending: Map<number, string>;
}

/** One stream with the rules of a Redis stream. */
export class MemoryStream {
  last = 0;
  private entries: LogEntry[] = [];
  private readonly groups = new Map<string, Group>();

  append({ first, texts, allow }: AppendRequest): AppendResult {
    const allowed = allow === 'hole' || (allow === 'empty' && this.last === 0);
    if (this.last < first - 1 && !allowed) return { outcome: 'behind', last: this.last };
    texts.forEach((text, index) => {
      const pubSeq = first + index;
      if (pubSeq <= this.last) return;
      this.entries.push({ pubSeq, text });
      this.last = pubSeq;
    });
    return { outcome: 'appended', last: this.last };
  }

  get firstPosition(): number {
    return (this.entries[0]?.pubSeq ?? this.last + 1) - 1;
  }

  after(position: number, limit: number): LogEntry[] {
    return this.entries.filter(({ pubSeq }) => pubSeq > position).slice(0, limit);
  }

  get size(): StreamSize {
    return { first: this.firstPosition + 1, last: this.last, bytes: this.entries.reduce((sum, { text }) => sum + text.length, 0) };
  }

  trim(position: number): string[] {
    const behind = this.groupPositions.filter((group) => group.position < position).map(({ group }) => group);
    for (const group of behind) this.groups.delete(group);
    this.entries = this.entries.filter(({ pubSeq }) => pubSeq > position);
    return behind;
  }

  get groupPositions(): { group: string; position: number }[] {
    return [...this.groups].map(([group, { delivered, pending }]) => ({
      group,
      position: Math.min(delivered, ...[...pending.keys()].map((pubSeq) => pubSeq - 1)),
    }));
  }

  rewind(name: string, replica: string, position: number): Rewound {
    const pending = this.groups.get(name)?.pending ?? new Map<number, string>();
    const kept = [...pending.keys()].filter((pubSeq) => pubSeq > position);
    this.groups.set(name, { delivered: position, pending: new Map(kept.map((pubSeq) => [pubSeq, replica])) });
    return { takenOver: kept.length, tooLate: this.firstPosition > position };
  }

  hasGroup(name: string): boolean {
    return this.groups.has(name);
  }

  deliver(name: string, replica: string, limit: number): LogEntry[] {
    const group = this.groups.get(name);
    if (!group) return [];
    const entries = this.after(group.delivered, limit);
    for (const { pubSeq } of entries) {
      group.pending.set(pubSeq, replica);
      group.delivered = pubSeq;
    }
    return entries;
  }

  acknowledge(name: string, positions: number[]): void {
    for (const position of positions) this.groups.get(name)?.pending.delete(position);
  }
}
