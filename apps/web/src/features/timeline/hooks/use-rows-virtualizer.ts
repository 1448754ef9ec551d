import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';

import { estimateRow } from '../components/row-estimate';
import { indexOfSeq, type TimelineRow } from '../components/timeline-rows';
import type { Landing } from './landing';
import type { Arrival } from './use-opening';
import { endPx } from './view';

const overscan = 8;
/** Room for the sign that older or newer messages are on their way: it is no row, so nothing is ever held in place by it. */
const loadingPx = 56;
const edgePx = 12;

export interface RowsOptions {
  scroller: HTMLElement;
  rows: readonly TimelineRow[];
  arrival: Arrival;
  atOldest: boolean;
  atLive: boolean;
  /** Rows that stay in the page wherever the reader scrolls. */
  pinned: ReadonlySet<string>;
  /** What was measured on an earlier visit. */
  measured: VirtualItem[];
}

/** The rows that are near the screen, with the reader held in place whatever changes around. */
export function useRowsVirtualizer({ scroller, rows, arrival, atOldest, atLive, pinned, measured }: RowsOptions) {
  const wasLive = useRef(atLive);
  const [width] = useState(() => scroller.clientWidth);
  const [initialOffset] = useState(() => firstOffset(rows, arrival.to, scroller, new Map(measured.map(({ key, size }) => [key, size]))));
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: (index) => estimateRow(rows[index], width),
    rangeExtractor: useCallback((range: Range) => withPinned(range, rows, pinned), [rows, pinned]),
    overscan,
    paddingStart: atOldest ? edgePx : loadingPx,
    paddingEnd: atLive ? edgePx : loadingPx,
    scrollPaddingStart: pixelsBelow(arrival.to, scroller.clientHeight),
    anchorTo: 'end',
    // A page that arrives below is not followed, be it the last one.
    followOnAppend: atLive && wasLive.current,
    scrollEndThreshold: endPx,
    initialRect: { width: scroller.clientWidth, height: scroller.clientHeight },
    initialOffset,
    initialMeasurementsCache: measured,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  });
  useLayoutEffect(() => {
    wasLive.current = atLive;
  });
  useLayoutEffect(() => holdBelowGrowth(virtualizer), [virtualizer]);
  const latestRows = useRef(rows);
  latestRows.current = rows;
  useLayoutEffect(() => {
    if (arrival.to.at === 'end') virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(indexAt(latestRows.current, arrival.to.seq), { align: arrival.to.below === 'center' ? 'center' : 'start' });
  }, [virtualizer, arrival]);
  return virtualizer;
}

/**
 * Rows that grow or shrink above the screen, or reach only a little into it,
 * leave what is below them where it is. A row that fills the screen keeps its
 * beginning instead, since the reader looks at it.
 */
function holdBelowGrowth(virtualizer: Virtualizer<HTMLElement, HTMLElement>): void {
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, { scrollOffset, scrollRect, itemSizeCache }) => {
    const top = scrollOffset ?? 0;
    if (item.start >= top) return false;
    return !itemSizeCache.has(item.key) || item.end <= top + (scrollRect?.height ?? 0) / 4;
  };
}

function withPinned(range: Range, rows: readonly TimelineRow[], pinned: ReadonlySet<string>): number[] {
  const indexes = defaultRangeExtractor(range);
  if (pinned.size === 0) return indexes;
  const all = new Set(indexes);
  rows.forEach(({ key }, index) => pinned.has(key) && all.add(index));
  return [...all].sort((a, b) => a - b);
}

/** The row of a message, or of the next one that is shown. */
function indexAt(rows: readonly TimelineRow[], seq: number): number {
  const exact = indexOfSeq(rows, seq);
  if (exact >= 0) return exact;
  const next = rows.findIndex((row) => row.kind === 'message' && row.message.seq > seq);
  return next >= 0 ? next : rows.length - 1;
}

function pixelsBelow(to: Landing, height: number): number {
  if (to.at === 'end' || to.below === 'center') return 0;
  return to.below === 'fifth' ? height / 5 : to.below;
}

/** A good guess, so that the first rows in the page are those that will be seen. */
function firstOffset(rows: readonly TimelineRow[], to: Landing, scroller: HTMLElement, sizes: ReadonlyMap<VirtualItem['key'], number>): number {
  const { clientHeight: height, clientWidth: width } = scroller;
  const heightOf = (until: number) => rows.slice(0, until).reduce((sum, row) => sum + (sizes.get(row.key) ?? estimateRow(row, width)), 0);
  const total = Math.max(0, heightOf(rows.length) - height);
  if (to.at === 'end') return total;
  const start = heightOf(indexAt(rows, to.seq));
  return Math.min(total, Math.max(0, start - (to.below === 'center' ? height / 2 : pixelsBelow(to, height))));
}
