import createMarkdownIt from 'markdown-it';
import type { MarkdownIt, StateBlock } from 'markdown-it';
import { isAllowedHref } from './link-policy';
import { mentionRule } from './mention-rule';

/** How deep quotes, lists, marks and links may nest. */
export const maxNesting = 20;

const maxTableCells = 8_000;

/*
 * Off, and why: indented code and underlined headings surprise in chat; references make a line
 * vanish and let one address be repeated thousands of times; entities would need a 16 KB table
 * in the browser; HTML is text.
 */
const disabledRules = ['code', 'lheading', 'reference', 'html_block', 'html_inline', 'entity'];

/** `www.example.com` is an address; other bare names (`readme.md`, `node.js`) are mostly files. */
const bareHost: Parameters<MarkdownIt['linkify']['add']>[1] = {
  validate(text, position, linkify) {
    const host = linkify.re.get_relative_proto_validator();
    host.lastIndex = position;
    return host.exec(text)?.[0].length ?? 0;
  },
  normalize(match) {
    match.url = `https://${match.url}`;
  },
};

function createEngine(): MarkdownIt {
  const md = createMarkdownIt({ html: false, linkify: true, maxNesting });
  md.disable(disabledRules);
  md.linkify.add('ftp:', null).add('//', null).add('www.', bareHost);
  md.validateLink = isAllowedHref;
  // A reader must see the address as it was typed, not a decoded look-alike.
  md.normalizeLinkText = (url) => url;
  md.use(mentionRule);
  keepTooDeepText(md);
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
