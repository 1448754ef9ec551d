import type { OutboxMessage } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';

const groupMs = 300_000;

export type TimelineRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'waiting'; key: string; message: OutboxMessage };

interface RowsInput {
  items: readonly Message[];
  waiting: readonly OutboxMessage[];
  /** The last message that was read when the conversation was opened; 0 shows no divider. */
  dividerAfter: number;
  myId: string;
}

/** What is shown: the window, with days, the unread divider and groups, then what waits to be sent. */
export function timelineRows({ items, waiting, dividerAfter, myId }: RowsInput): TimelineRow[] {
  const rows: TimelineRow[] = [];
  let previous: Message | undefined;
  let divided = dividerAfter === 0;
  for (const message of items) {
    const newDay = !previous || dayKey(previous.createdAt) !== dayKey(message.createdAt);
    if (newDay) rows.push({ kind: 'day', key: `day-${message.seq}`, at: message.createdAt });
    const divide = !divided && message.seq > dividerAfter && message.senderId !== myId;
    if (divide) {
      rows.push({ kind: 'unread', key: 'unread' });
      divided = true;
    }
    rows.push({ kind: 'message', key: message.clientMessageId + message.senderId, message, first: newDay || divide || !continues(previous, message) });
    previous = message;
  }
  for (const message of waiting) rows.push({ kind: 'waiting', key: message.clientMessageId + message.userId, message });
  return rows;
}

/** Does a message go on where the one before stopped, so that it needs no name of its own? */
function continues(previous: Message | undefined, message: Message): boolean {
  if (!previous || previous.senderId !== message.senderId || message.replyTo) return false;
  return Date.parse(message.createdAt) - Date.parse(previous.createdAt) <= groupMs;
}

function dayKey(iso: string): string {
  return new Date(iso).toDateString();
}
