import { useEffect, useMemo, useRef } from 'react';

import type { OutboxMessage, TimelineState } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';

import { useClient, useStore } from '../../../lib/client-context';
import { type TimelineRow, timelineRows } from '../components/timeline-rows';
import { type PendingChanges, withPending } from './pending-changes';
import { type SendState, shownSendStates } from './send-state';

export interface TimelineView {
  rows: readonly TimelineRow[];
  byId: ReadonlyMap<string, Message>;
  states: ReadonlyMap<number, SendState>;
  waiting: readonly OutboxMessage[];
  /** My last message that can be changed. */
  lastMine: Message | undefined;
}

/** The rows of a conversation: the window, what is pending over it, and what waits to be sent. */
export function useTimelineRows(
  conversationId: string,
  { window }: TimelineState,
  pending: PendingChanges,
  dividerAfter: number | null,
  myId: string,
): TimelineView {
  const client = useClient();
  const outbox = useStore(client.outbox);
  const changes = useStore(pending);
  const marks = useStore(client.receipts.of(conversationId));
  useEffect(() => pending.settle(window.items), [pending, window]);
  const items = useMemo(() => withPending(window.items, changes), [window, changes]);
  const waiting = useMemo(() => {
    const shown = new Set(window.items.filter(({ senderId }) => senderId === myId).map(({ clientMessageId }) => clientMessageId));
    return outbox.messages.filter((message) => message.conversationId === conversationId && !shown.has(message.clientMessageId));
  }, [outbox, conversationId, window, myId]);
  const { atOldest, atLive } = window;
  const rows = useMemo(
    // What waits comes after the newest message: it has no place in a window that ends before.
    () => timelineRows({ items, atOldest, waiting: atLive ? waiting : [], dividerAfter, myId }),
    [items, atOldest, atLive, waiting, dividerAfter, myId],
  );
  const byId = useMemo(() => new Map(items.map((message) => [message.id, message])), [items]);
  const states = useMemo(() => shownSendStates(items, { marks, myId }), [items, marks, myId]);
  const lastMine = useMemo(() => items.findLast(({ senderId, body }) => senderId === myId && body !== null), [items, myId]);
  return { rows, byId, states, waiting, lastMine };
}

/** Calls back when this tab has something new to send. */
export function useOnSend(waiting: readonly OutboxMessage[], onSend: () => void): void {
  const latest = useRef({ order: waiting.at(-1)?.order ?? 0, onSend });
  latest.current.onSend = onSend;
  useEffect(() => {
    const order = waiting.at(-1)?.order ?? 0;
    if (order <= latest.current.order) return;
    latest.current.order = order;
    latest.current.onSend();
  }, [waiting]);
}
