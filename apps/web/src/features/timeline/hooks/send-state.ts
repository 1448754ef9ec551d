import { passedBy, type ReceiptMarks } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';

/** How far a message of one's own has got. */
export interface SendState {
  reached: 'sent' | 'delivered' | 'read';
  /** How many others are known to have read it. */
  readers: number;
}

interface Marks {
  marks: ReceiptMarks;
  myId: string;
}

/** Others' marks say how far a message has got: members whose mark is past it have it. */
export function sendStateOf(seq: number, { marks, myId }: Marks): SendState {
  const past = (kind: 'read' | 'delivered') => passedBy(marks, kind, seq).filter((userId) => userId !== myId).length;
  const readers = past('read');
  return { readers, reached: readers > 0 ? 'read' : past('delivered') > 0 ? 'delivered' : 'sent' };
}

/** Only where it says something new: at my last message, and at each that has got further than the next. */
export function shownSendStates(items: readonly Message[], marks: Marks): ReadonlyMap<number, SendState> {
  const shown = new Map<number, SendState>();
  let after: SendState | undefined;
  for (const message of items.toReversed()) {
    if (message.senderId !== marks.myId || message.body === null) continue;
    const state = sendStateOf(message.seq, marks);
    if (!after || after.reached !== state.reached || after.readers !== state.readers) shown.set(message.seq, state);
    after = state;
  }
  return shown;
}
