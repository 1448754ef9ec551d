import type { Edit, Selected } from './text-edit';

/** What surrounds a stretch of text. */
export const marks = { bold: '**', italic: '_', strike: '~~', code: '`' } as const;
export type Mark = keyof typeof marks;

/** What stands before a line. */
export const lineMarks = { quote: '> ', list: '- ', numbers: '1. ' } as const;
export type LineMark = keyof typeof lineMarks;

/** Puts the mark around the selection, or takes it away. */
export function toggleMark(selected: Selected, kind: Mark): Edit {
  const { text } = selected;
  const mark = marks[kind];
  // A double click takes the space after a word along, and a mark beside a space is none.
  const inside = text.slice(selected.start, selected.end);
  const start = selected.start + (inside.length - inside.trimStart().length);
  const end = Math.max(start, selected.end - (inside.length - inside.trimEnd().length));
  const words = text.slice(start, end);
  if (kind === 'code' && words.includes('\n')) return codeBlock(text, start, end);
  if (text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark) {
    return { from: start - mark.length, to: end + mark.length, insert: words, start: start - mark.length, end: end - mark.length };
  }
  if (words.length >= 2 * mark.length && words.startsWith(mark) && words.endsWith(mark)) {
    const bare = words.slice(mark.length, -mark.length);
    return { from: start, to: end, insert: bare, start, end: start + bare.length };
  }
  return { from: start, to: end, insert: mark + words + mark, start: start + mark.length, end: end + mark.length };
}

function codeBlock(text: string, start: number, end: number): Edit {
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const after = end === text.length || text[end] === '\n' ? '' : '\n';
  const opened = `${before}\`\`\`\n`;
  const words = text.slice(start, end);
  return { from: start, to: end, insert: `${opened}${words}\n\`\`\`${after}`, start: start + opened.length, end: start + opened.length + words.length };
}

const placeholder = 'https://';

/** Makes the selection the words of a link; without an address, the place of the address is selected. */
export function makeLink({ text, start, end }: Selected, address = placeholder): Edit {
  const words = text.slice(start, end);
  const insert = `[${words}](${address})`;
  const at = start + words.length + 3;
  if (words === '') return { from: start, to: end, insert, start: start + 1, end: start + 1 };
  if (address !== placeholder) return { from: start, to: end, insert, start: start + insert.length, end: start + insert.length };
  return { from: start, to: end, insert, start: at, end: at + address.length };
}

/** An address that was pasted over words makes them a link. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim()) && URL.canParse(text.trim());
}

/** Puts the mark before each selected line, or takes it away when all have it. */
export function toggleLines({ text, start, end }: Selected, kind: LineMark): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const to = lineEnd < 0 ? text.length : lineEnd;
  const lines = text.slice(from, to).split('\n');
  const pattern = kind === 'numbers' ? /^\d+[.)] / : kind === 'quote' ? /^> ?/ : /^[-*+] /;
  const marked = lines.every((line) => pattern.test(line));
  const numbered = (n: number) => (kind === 'numbers' ? `${n + 1}. ` : lineMarks[kind]);
  const insert = lines.map((line, n) => (marked ? line.replace(pattern, '') : numbered(n) + line)).join('\n');
  const grown = insert.length - (to - from);
  const caret = Math.max(from, end + grown);
  return { from, to, insert, start: start === end ? caret : from, end: caret };
}

const continued = /^(\s*)(?:(> ?)+|([-*+]) (?:\[[ xX]\] )?|(\d{1,9})([.)]) )/;

/** A new line in a list or quote goes on with it; in an empty item it ends it. `null` where a plain line break will do. */
export function newLine({ text, start, end }: Selected): Edit | null {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const found = continued.exec(line);
  if (!found || start !== end) return null;
  const [mark, indent = '', quote, , number, stop = ''] = found;
  if (line === mark && (text[start] ?? '\n') === '\n') return { from, to: start, insert: '', start: from, end: from };
  const next = number ? `${indent}${Number(number) + 1}${stop} ` : quote ? mark : mark.replace(/\[[xX]\]/, '[ ]');
  return { from: start, to: start, insert: `\n${next}`, start: start + next.length + 1, end: start + next.length + 1 };
}
