import { nodeText } from './node-text.ts';
import { parseMarkup } from './parse-markup.ts';

/** One line of plain words for previews, notifications and search; cut with an ellipsis at `max` characters. */
export function plainText(body: string, max = Number.POSITIVE_INFINITY): string {
  const line = nodeText(parseMarkup(body)).replace(/\s+/g, ' ').trim();
  if (line.length <= max) {
    return line;
  }
  const cut = line.slice(0, Math.max(0, max - 1));
  // Half of a surrogate pair would show as a broken character.
  return `${cut.replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`;
}
