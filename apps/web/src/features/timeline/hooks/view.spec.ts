import type { VirtualItem } from '@tanstack/react-virtual';

import type { TimelineRow } from '../components/timeline-rows';
import { viewOf } from './view';

const heights = [40, 100, 100, 400, 30];
const rows = heights.map((_, seq) =>
  seq === 0 ? { kind: 'day', key: 'd', at: '' } : { kind: 'message', key: `${seq}`, message: { seq, createdAt: `day ${seq}` } },
) as TimelineRow[];
const items = heights.map((size, index) => {
  const start = heights.slice(0, index).reduce((sum, height) => sum + height, 0);
  return { key: index, index, start, size, end: start + size, lane: 0 } satisfies VirtualItem;
});
const view = (top: number, height: number) => viewOf(items, rows, { top, height, total: 670 });

it('finds the uppermost message and how far it is cut', () => {
  expect(view(60, 200).top).toEqual({ seq: 1, offset: -20 });
  expect(view(0, 200).top).toEqual({ seq: 1, offset: 40 });
  expect(view(60, 200).day).toBe('day 1');
});

it('counts a message as seen from half of it on', () => {
  expect(view(0, 189).seen).toBe(1);
  expect(view(0, 190).seen).toBe(2);
});

it('counts a message that is higher than the screen by the screen', () => {
  expect(view(300, 200).seen).toBe(3);
});

it('is at the end within a line of it', () => {
  expect(view(470, 200).atEnd).toBe(true);
  expect(view(425, 200).atEnd).toBe(true);
  expect(view(400, 200).atEnd).toBe(false);
});
