import type { MarkdownIt } from 'markdown-it';

import { characterAt, characterBefore, isUnspaced } from './characters.ts';

const space = /^$|\s/;
const punctuation = /[\p{P}\p{S}]/u;

/**
 * CommonMark asks whether a mark stands at the edge of a word, and finds edges by spaces. Scripts without spaces have
 * none beside their punctuation (`**重要：**请看`), so there such punctuation counts as a letter, and a letter as an edge.
 * And `_` beside a slash, or before what an extension follows, is part of a path (`/_next/`, `__init__.py`).
 */
export function useChatEmphasis(md: MarkdownIt): void {
  md.inline.State = class extends md.inline.State {
    override scanDelims(start: number, canSplitWord: boolean) {
      const { length } = super.scanDelims(start, canSplitWord);
      const end = start + length;
      const before = characterBefore(this.src, start);
      const after = end < this.posMax ? characterAt(this.src, end) : '';
      const opens = isEdge(before, after);
      const closes = isEdge(after, before);
      const inPath = !canSplitWord && { opens: /[/\\]/.test(before), closes: /^(?:[/\\]|[.:=][\p{L}\p{N}])/u.test(this.src.slice(end, end + 3)) };
      return {
        length,
        can_open: opens && (canSplitWord || !closes || punctuation.test(before)) && !(inPath && inPath.opens),
        can_close: closes && (canSplitWord || !opens || punctuation.test(after)) && !(inPath && inPath.closes),
      };
    }
  };
}

/** Whether a word begins between `outer` and `inner`. */
function isEdge(outer: string, inner: string): boolean {
  if (space.test(inner)) return false;
  return !separates(inner) || space.test(outer) || punctuation.test(outer) || isUnspaced(outer);
}

function separates(character: string): boolean {
  return punctuation.test(character) && !isUnspaced(character);
}
