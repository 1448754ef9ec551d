import type { MarkdownIt, StateBlock } from 'markdown-it';
import createMarkdownIt from 'markdown-it';

import { addressRule } from './address-rule.ts';
import { blockRules } from './block-rules.ts';
import { useChatEmphasis } from './emphasis-state.ts';
import { escapeRule } from './escape-rule.ts';
import { isAllowedHref } from './link-policy.ts';
import { mentionRule } from './mention-rule.ts';
import { textRule } from './text-rule.ts';

/** How deep quotes, lists, marks and links may nest. */
export const maxNesting = 20;

const maxTableCells = 8_000;

/*
 * Off, and why: indented code and underlined headings surprise in chat; references make a line
 * vanish and let one address be repeated thousands of times; entities would need a 16 KB table
 * in the browser; HTML is text.
 */
const disabledRules = ['code', 'lheading', 'reference', 'html_block', 'html_inline', 'entity'];

function createEngine(): MarkdownIt {
  const md = createMarkdownIt({ html: false, linkify: true, maxNesting });
  md.disable(disabledRules);
  md.validateLink = isAllowedHref;
  // A reader must see the address as it was typed, not a decoded look-alike.
  md.normalizeLinkText = (url) => url;
  // A title would never be shown: with one it is no link, and all of it is text.
  md.helpers.parseLinkTitle = (_text, pos) => ({ ok: false, can_continue: false, pos, str: '', marker: 0 });
  for (const use of [textRule, escapeRule, addressRule, mentionRule, useChatEmphasis, blockRules, keepTooDeepText]) use(md);
  return md;
}

/** markdown-it drops what is nested too deep; a chat must not lose words, so it becomes a paragraph. */
function keepTooDeepText(md: MarkdownIt): void {
  const tokenize = md.block.tokenize.bind(md.block);
  md.block.tokenize = (state: StateBlock, startLine: number, endLine: number) => {
    if (state.level < maxNesting) {
      tokenize(state, startLine, endLine);
      return;
    }
    state.push('paragraph_open', 'p', 1);
    const inline = state.push('inline', '', 0);
    inline.content = state.getLines(startLine, endLine, state.blkIndent, false).trim();
    inline.children = [];
    state.push('paragraph_close', 'p', -1);
    state.line = endLine;
  };
}

const withTables = createEngine();
const withoutTables = createEngine().disable('table');

/** The parser for this text. Its empty-cell filling makes a small hostile table huge, so such text gets none. */
export function engineFor(text: string): MarkdownIt {
  const lines = text.split('\n');
  const columns = Math.max(...lines.map((line) => line.split('|').length));
  return columns * lines.length > maxTableCells ? withoutTables : withTables;
}
