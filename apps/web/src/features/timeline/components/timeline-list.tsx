import { type KeyboardEvent, useCallback } from 'react';

import type { TimelineState } from '@hallway/client';

import { useClient } from '../../../lib/client-context';
import { dayOf } from '../../../lib/time';
import { runRowKey } from '../hooks/row-key-command';
import type { TimelineScope } from '../hooks/timeline-scope';
import type { Arrival } from '../hooks/use-opening';
import { cornerOf } from '../hooks/use-row-actions';
import type { SeenView } from '../hooks/use-seen-view';
import type { TimelineView } from '../hooks/use-timeline-rows';
import styles from './conversation-pane.module.css';
import { MessageList } from './message-list';
import { MessageRow } from './message-row';
import type { RowActions } from './row-actions';
import { StartRow } from './start-row';
import type { TimelineRow } from './timeline-rows';
import { WaitingRow } from './waiting-row';

interface TimelineListProps {
  scroller: HTMLElement;
  state: TimelineState;
  arrival: Arrival;
  title: string;
  view: TimelineView;
  seen: SeenView;
  scope: TimelineScope;
  actions: RowActions;
  editingKey: string | null;
  flashSeq: number | null;
  toEnd: () => void;
  toComposer: () => void;
}

/** Each kind of row, and what keys and pointer do to it. */
export function TimelineList(props: TimelineListProps) {
  const { scroller, state, arrival, view, seen, scope, actions, editingKey, toEnd, toComposer } = props;
  const onRowKey = useCallback(
    (row: TimelineRow, event: KeyboardEvent<HTMLElement>) => {
      if (row.kind === 'message' && runRowKey(event, row.message, scope, actions, cornerOf(scroller, row.message))) event.preventDefault();
    },
    [scope, actions, scroller],
  );
  return (
    <MessageList
      scroller={scroller}
      rows={view.rows}
      arrival={arrival}
      atOldest={state.window.atOldest}
      atLive={state.window.atLive}
      editingKey={editingKey}
      failed={seen.failed}
      onRetry={seen.retry}
      onView={seen.onView}
      onRowKey={onRowKey}
      onMenu={(row, at) => isThere(row) && actions.openMenu(row.message, at)}
      onLongPress={(row) => isThere(row) && actions.openSheet(row.message)}
      toComposer={toComposer}
      toEnd={toEnd}
      renderRow={(row) => <Row {...props} row={row} />}
    />
  );
}

function isThere(row: TimelineRow): row is Extract<TimelineRow, { kind: 'message' }> {
  return row.kind === 'message' && row.message.body !== null;
}

function Row({ row, title, state, view, scope, actions, editingKey, flashSeq }: TimelineListProps & { row: TimelineRow }) {
  const { outbox } = useClient();
  switch (row.kind) {
    case 'start':
      return (
        <StartRow
          title={title}
          isGroup={scope.isGroup}
          empty={state.window.items.length === 0 && view.waiting.length === 0}
          onWave={() => void outbox.enqueue({ conversationId: scope.conversationId, body: '👋' })}
        />
      );
    case 'day':
      return (
        <div className={styles.day}>
          <button type="button" className={styles.chip} tabIndex={-1} title="Jump to a date" onClick={() => actions.pickDate(row.at)}>
            {dayOf(row.at)}
          </button>
        </div>
      );
    case 'unread':
      return <div className={styles.unread}>New</div>;
    case 'waiting':
      return <WaitingRow rowKey={row.key} message={row.message} first={row.first} />;
    case 'message': {
      const { message, key, first } = row;
      return (
        <MessageRow
          rowKey={key}
          message={message}
          first={first}
          flash={message.seq === flashSeq}
          editing={key === editingKey}
          state={view.states.get(message.seq)}
          quoted={message.replyTo ? view.byId.get(message.replyTo) : undefined}
          actions={actions}
        />
      );
    }
  }
}
