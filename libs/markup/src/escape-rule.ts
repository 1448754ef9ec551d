import type { MarkdownIt, StateInline, Token } from 'markdown-it';

import { isVisible } from '@hallway/contracts-core';

import { characterAt, characterBefore, isUnspaced } from './characters.ts';
import { mentionNameAt } from './mention-rule.ts';

const escapedMarks = /(?:\\[*_~`])+/y;
/** At the beginning of a line: what would make it a heading, a quote or an item. */
const escapedBlock = /\\(?:#{1,6}(?=[ \t]|$)|>|[-+*](?=[ \t])|[.)](?=[ \t]))/my;
/** Backslashes and the mark behind them, which they keep from being one. */
const plain = /\\+[!-/:-@[-`{-~＠]?/y;

/** What is known of `\*` and the like until its partner is found. */
type EscapedMarks = { marks: string; opens: boolean; closes: boolean };

/**
 * A backslash is text, as in paths and regular expressions, and what follows it is text too. It goes only where it
 * plainly did something: around words (`\*so\*`), before a mention, at the beginning of a line before a block.
 */
export function escapeRule(md: MarkdownIt): void {
  md.inline.ruler.at('escape', (state, silent) => {
    const { src, pos } = state;
    if (src.charAt(pos) !== '\\') return false;
    const [raw, shown] = lineStart(src, pos) ?? mention(src, pos) ?? [match(escapedMarks, src, pos) || match(plain, src, pos)];
    if (!silent) {
      const token = state.push('text_special', '', 0);
      token.content = shown ?? raw;
      token.markup = raw;
      token.info = 'escape';
      if (shown === undefined) token.meta = escapedMarksOf(src, pos, raw);
    }
    state.pos += raw.length;
    return true;
  });
  md.inline.ruler2.push('escaped_pairs', showPairs);
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function lineStart(src: string, pos: number): [string, string] | undefined {
  const raw = match(escapedBlock, src, pos);
  const number = /(?:^|\n)[ \t]{0,3}(\d{0,9})$/.exec((pos > 13 ? '.' : '') + src.slice(Math.max(0, pos - 13), pos))?.[1];
  const isPlace = number !== undefined && /[.)]$/.test(raw) === (number !== '');
  return raw !== '' && isPlace ? [raw, raw.slice(1)] : undefined;
}

function mention(src: string, pos: number): [string, string] | undefined {
  const isPlace = characterBefore(src, pos) !== '\\' && !/[\p{L}\p{N}:]/u.test(characterBefore(src, pos));
  return isPlace && mentionNameAt(src, pos + 1) !== null ? [src.slice(pos, pos + 2), src.charAt(pos + 1)] : undefined;
}

function escapedMarksOf(src: string, pos: number, raw: string): EscapedMarks | null {
  if (!/^(?:\\[*_~`])+$/.test(raw)) return null;
  const [before, after] = [characterBefore(src, pos), characterAt(src, pos + raw.length)];
  return {
    marks: raw.replaceAll('\\', ''),
    opens: (/^$|[\s([{"'“‘«]/.test(before) || isUnspaced(before)) && /[\p{L}\p{N}]/u.test(after),
    closes: isVisible(before) && (/^$|[\s.,;:!?)\]}"'”’»]/.test(after) || isUnspaced(after)),
  };
}

/** Escaped marks on both sides of words lose their backslashes. */
function showPairs({ tokens }: StateInline): boolean {
  const open = new Map<string, [Token, EscapedMarks]>();
  for (const token of tokens) {
    const found = token.info === 'escape' ? (token.meta as EscapedMarks | null) : null;
    if (!found) continue;
    const partner = found.closes ? open.get([...found.marks].reverse().join('')) : undefined;
    if (partner) {
      partner[0].content = partner[1].marks;
      token.content = found.marks;
      open.clear();
    } else if (found.opens) {
      open.set(found.marks, [token, found]);
    }
  }
  return false;
}
