import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';

import { useUserStore } from '../../../lib/person/user-stores';
import { ReadingPlaces } from '../hooks/reading-places';
import { useTimeline } from '../hooks/timeline-scope';
import { useListView } from '../hooks/use-list-view';
import type { Arrival } from '../hooks/use-opening';
import { useRowFocus } from '../hooks/use-row-focus';
import { useRowPointer } from '../hooks/use-row-pointer';
import { useRowsVirtualizer } from '../hooks/use-rows-virtualizer';
import type { View } from '../hooks/view';
import { ListEdge } from './list-edge';
import styles from './message-list.module.css';
import type { TimelineRow } from './timeline-rows';

export interface MessageListProps {
  scroller: HTMLElement;
  rows: readonly TimelineRow[];
  arrival: Arrival;
  atOldest: boolean;
  atLive: boolean;
  /** The row that is being edited: it stays in the page. */
  editingKey: string | null;
  failed: 'before' | 'after' | null;
  onRetry: () => void;
  onView: (view: View) => void;
  onRowKey: (row: TimelineRow, event: KeyboardEvent<HTMLElement>) => void;
  onMenu: (row: TimelineRow, at: { x: number; y: number }) => void;
  onLongPress: (row: TimelineRow) => void;
  toComposer: () => void;
  toEnd: () => void;
  renderRow: (row: TimelineRow) => ReactNode;
}

/** The rows near the screen. Whatever arrives, grows or goes, the reader stays where the reader is. */
export function MessageList(props: MessageListProps) {
  const { scroller, rows, arrival, atOldest, atLive, editingKey, failed, onRetry, renderRow } = props;
  const { conversationId, active } = useTimeline();
  const focusedKey = useSyncExternalStore(active.subscribe, () => active.getSnapshot().focused);
  const pinned = useMemo(() => new Set([focusedKey, editingKey].filter((key) => key !== null)), [focusedKey, editingKey]);
  const places = useUserStore(ReadingPlaces);
  const [measured] = useState(() => places.sizesOf(conversationId));
  const virtualizer = useRowsVirtualizer({ scroller, rows, arrival, atOldest, atLive, pinned, measured });
  useListView(virtualizer, scroller, rows, props.onView);
  useEffect(() => () => places.keepSizes(conversationId, virtualizer.takeSnapshot()), [places, conversationId, virtualizer]);
  const { onFocus, onBlur, onKeyDown } = useRowFocus({ ...props, virtualizer, active });
  const pointer = useRowPointer({ ...props, active });
  return (
    <div ref={virtualizer.containerRef} className={styles.canvas}>
      <ListEdge side="before" shown={!atOldest} failed={failed === 'before'} onRetry={onRetry} />
      <div role="list" className={styles.list} tabIndex={focusedKey === null ? 0 : -1} onFocus={onFocus} onBlur={onBlur} onKeyDown={onKeyDown} {...pointer}>
        {virtualizer.getVirtualItems().map(({ index }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={row.key}
                ref={virtualizer.measureElement}
                role="listitem"
                className={styles.item}
                data-index={index}
                data-key={row.key}
                data-seq={row.kind === 'message' ? row.message.seq : undefined}
              >
                {renderRow(row)}
              </div>
            )
          );
        })}
      </div>
      <ListEdge side="after" shown={!atLive} failed={failed === 'after'} onRetry={onRetry} />
    </div>
  );
}
