import { pictureBoxes } from './picture-boxes';
import type { TimelineRow } from './timeline-rows';

const linePx = 22;
const glyphPx = 7.4;
const headPx = 32;
const rowPx = 4;
const gutterPx = 120;
const widestText = 740;

/** About how high a row will be; what has been on screen is measured. */
export function estimateRow(row: TimelineRow | undefined, width: number): number {
  if (!row) return linePx;
  if (row.kind === 'start') return 160;
  if (row.kind === 'day') return 44;
  if (row.kind === 'unread') return 24;
  const body = row.message.body ?? '';
  const perLine = Math.max(20, Math.min(widestText, width - gutterPx) / glyphPx);
  const lines = body.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0);
  const text = Math.min(lines, 40) * linePx;
  return rowPx + (row.first ? headPx : 0) + text + (row.kind === 'message' ? extras(row) : 0);
}

function extras({ message }: Extract<TimelineRow, { kind: 'message' }>): number {
  const { height } = pictureBoxes(message.attachments);
  return (height > 0 ? height + 8 : 0) + (message.reactions.length > 0 ? 32 : 0) + (message.replyTo ? 20 : 0);
}
