import type { OutboxMessage } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';

const groupMs = 300_000;

export type TimelineRow =
  /** Above the first message there is: what this conversation is. */
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'waiting'; key: string; message: OutboxMessage; first: boolean };

interface RowsInput {
  items: readonly Message[];
  /** Is nothing older than the first item? */
  atOldest: boolean;
  waiting: readonly OutboxMessage[];
  /** The last message that was read when the visit began; `null` shows no divider. */
  dividerAfter: number | null;
  myId: string;
}

/** What decides about days and groups, of a message and of one that waits. */
interface MessageHead {
  by: string;
  at: string;
  replyTo: string | null;
}

/** What is shown: the window, with days, the unread divider and groups, then what waits to be sent. */
export function timelineRows({ items, atOldest, waiting, dividerAfter, myId }: RowsInput): TimelineRow[] {
  const rows: TimelineRow[] = atOldest ? [{ kind: 'start', key: 'start' }] : [];
  const shown = atOldest ? items : items.slice(1);
  // Only known to be the first unread one when the window reaches back to what was read.
  let divided = dividerAfter === null || (items[0]?.seq ?? 0) > dividerAfter + 1;
  // The first of a window that goes on above stays hidden: whether it begins a day or a group is not known yet.
  let previous: MessageHead | undefined = atOldest || !items[0] ? undefined : headOf(items[0]);
  for (const message of shown) {
    const head = headOf(message);
    const newDay = isNewDay(previous, head);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.seq}`, at: head.at });
    const divide = !divided && message.seq > (dividerAfter ?? 0) && message.senderId !== myId;
    if (divide) rows.push({ kind: 'unread', key: 'unread' });
    divided ||= divide;
    rows.push({ kind: 'message', key: keyOf(message.clientMessageId, message.senderId), message, first: newDay || divide || !continues(previous, head) });
    previous = head;
  }
  for (const message of waiting) {
    const head: MessageHead = { by: message.userId, at: message.createdAt, replyTo: message.replyTo };
    rows.push({ kind: 'waiting', key: keyOf(message.clientMessageId, message.userId), message, first: !continues(previous, head) });
    previous = head;
  }
  return rows;
}

/** The same before and after the server has it, so that nothing blinks. */
function keyOf(clientMessageId: string, userId: string): string {
  return clientMessageId + userId;
}

function headOf({ senderId, createdAt, replyTo }: Message): MessageHead {
  return { by: senderId, at: createdAt, replyTo };
}

function isNewDay(previous: MessageHead | undefined, head: MessageHead): boolean {
  return !previous || new Date(previous.at).toDateString() !== new Date(head.at).toDateString();
}

/** Does it go on where the one before stopped, so that it needs no name of its own? */
function continues(previous: MessageHead | undefined, head: MessageHead): boolean {
  if (!previous || previous.by !== head.by || head.replyTo) return false;
  return Date.parse(head.at) - Date.parse(previous.at) <= groupMs;
}

/** Where the row of a message is; -1 when it is not shown. */
export function indexOfSeq(rows: readonly TimelineRow[], seq: number): number {
  return rows.findIndex((row) => row.kind === 'message' && row.message.seq === seq);
}
