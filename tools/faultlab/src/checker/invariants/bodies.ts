import type { SeenMessage } from '../../history/history-event';
import { type Call, ofKind } from '../calls';
import { groupBy } from '../grouping';
import type { Run } from '../run';
import type { Send } from '../sends';

/** What a message may say in the end. */
export class Bodies {
  private readonly edits: Map<string, Call<'edit'>[]>;
  private readonly deletions: Map<string, Call<'delete'>[]>;

  constructor(run: Run) {
    const effective = run.calls.filter(({ outcome }) => outcome !== 'refused');
    this.edits = groupBy(ofKind(effective, 'edit'), ({ operation }) => operation.messageId);
    this.deletions = groupBy(ofKind(effective, 'delete'), ({ operation }) => operation.messageId);
  }

  /** Whether the text in the history is what the calls that are known leave possible. */
  allows({ id, bodyHash }: SeenMessage, send: Send): boolean {
    const deletions = this.deletions.get(id) ?? [];
    if (bodyHash === null) return deletions.length > 0;
    if (deletions.some(({ outcome }) => outcome === 'acked')) return false;
    const edits = this.edits.get(id) ?? [];
    const wanted = edits.filter(isPossiblyLast(edits)).map(({ operation }) => operation.bodyHash);
    if (wanted.includes(bodyHash)) return true;
    const wasSent = send.tries.some(({ operation }) => operation.bodyHash === bodyHash);
    return wasSent && !edits.some(({ outcome }) => outcome === 'acked');
  }
}

/** Of acknowledged edits the one with the highest rev counts; those whose place is not known may have come last. */
function isPossiblyLast(edits: Call<'edit'>[]): (edit: Call<'edit'>) => boolean {
  const last = Math.max(-Infinity, ...edits.map(({ answer }) => answer?.rev ?? -Infinity));
  return ({ answer, outcome }) => outcome === 'unknown' || answer?.rev === undefined || answer.rev === last;
}
