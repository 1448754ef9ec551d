import type { RunStarted } from '../history/history-event';
import { type Call, ofKind } from './calls';
import { groupBy } from './grouping';

/** A time in which something is certain, its ends not included. */
export interface Interval {
  from: number;
  to: number;
}

type Change = Call<'add-member' | 'remove-member'>;

/**
 * Who was in which conversation when, as far as it is certain. A call that has no answer may have its effect at any
 * later time, so after it nothing is certain until the run ends.
 */
export class MemberHistory {
  private readonly creators = new Set<string>();
  private readonly changes: Map<string, Change[]>;
  private readonly absences = new Map<string, Interval[]>();
  private readonly presences = new Map<string, Interval[]>();

  constructor(conversations: RunStarted['conversations'], calls: readonly Call[]) {
    for (const { id, members } of conversations) for (const userId of members) this.creators.add(keyOf(id, userId));
    const effective = ofKind(calls, 'add-member', 'remove-member').filter(({ outcome }) => outcome !== 'refused');
    this.changes = groupBy(effective, ({ operation }) => keyOf(operation.conversationId, operation.userId));
  }

  /** Times at which this person was surely no member. */
  absent(conversationId: string, userId: string): Interval[] {
    return this.certain(this.absences, conversationId, userId, 'remove-member');
  }

  /** Times at which this person was surely a member. */
  present(conversationId: string, userId: string): Interval[] {
    return this.certain(this.presences, conversationId, userId, 'add-member');
  }

  isPresent(conversationId: string, userId: string, from: number, to: number = from): boolean {
    return this.present(conversationId, userId).some((time) => time.from < from && to < time.to);
  }

  /** Whether this person may have been added or removed in that time. */
  mayHaveChanged(conversationId: string, userId: string, from: number, to: number): boolean {
    return this.changesOf(conversationId, userId).some(({ invokedAt, endedAt }) => invokedAt <= to && endedAt >= from);
  }

  /** Calls that added this person, or may have. */
  additions(conversationId: string, userId: string): Change[] {
    return this.changesOf(conversationId, userId).filter(({ operation }) => operation.kind === 'add-member');
  }

  removals(conversationId: string, userId: string): Change[] {
    return this.changesOf(conversationId, userId).filter(({ operation }) => operation.kind === 'remove-member');
  }

  private changesOf(conversationId: string, userId: string): Change[] {
    return this.changes.get(keyOf(conversationId, userId)) ?? [];
  }

  private certain(known: Map<string, Interval[]>, conversationId: string, userId: string, by: Change['operation']['kind']): Interval[] {
    const key = keyOf(conversationId, userId);
    const found = known.get(key);
    if (found) return found;
    const changes = this.changesOf(conversationId, userId);
    const isFromStart = this.creators.has(key) === (by === 'add-member');
    const intervals = intervalsOf(
      changes.filter(({ operation }) => operation.kind === by),
      changes.filter(({ operation }) => operation.kind !== by),
      isFromStart,
    );
    known.set(key, intervals);
    return intervals;
  }
}

/** From each acknowledged call until the first opposite one that may come after it. */
function intervalsOf(calls: Change[], opposite: Change[], isFromStart: boolean): Interval[] {
  const begins = calls.filter(({ outcome }) => outcome === 'acked').map(({ invokedAt, endedAt }) => ({ invokedAt, from: endedAt }));
  if (isFromStart) begins.unshift({ invokedAt: -Infinity, from: -Infinity });
  return begins.flatMap(({ invokedAt, from }) => {
    const to = Math.min(Infinity, ...opposite.filter(({ endedAt }) => endedAt > invokedAt).map((call) => call.invokedAt));
    return to > from ? [{ from, to }] : [];
  });
}

function keyOf(conversationId: string, userId: string): string {
  return `${conversationId} ${userId}`;
}
