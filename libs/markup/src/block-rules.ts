import type { MarkdownIt, StateBlock } from 'markdown-it';
import createMarkdownIt from 'markdown-it';

type BlockRule = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => boolean;

/** Takes the rules for tables and quotes more strictly than markdown-it, so that no word is lost. */
export function blockRules(md: MarkdownIt): void {
  md.block.ruler.at('table', wholeTable(stockRule('table')), { alt: ['paragraph', 'reference'] });
  md.block.ruler.at('blockquote', spacedQuote(stockRule('blockquote')), { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

function stockRule(name: string): BlockRule {
  const md = createMarkdownIt();
  md.block.ruler.enableOnly(name);
  return md.block.ruler.getRules('')[0] ?? (() => false);
}

/** `>_<` and `>:(` are faces, not quotes. */
function spacedQuote(quote: BlockRule): BlockRule {
  return (state, startLine, ...rest) => {
    const after = state.src.charAt((state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0) + 1);
    return /^$|[\s>]/.test(after) && quote(state, startLine, ...rest);
  };
}

/** markdown-it drops the cells of a row that are more than the head has; then it is no table. */
function wholeTable(table: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    // What begins above such a row would reach it too, so rows are not counted again for each line.
    if (startLine < (Number(state.env.misfitRow) || 0)) return false;
    if (!table(state, startLine, endLine, true)) return false;
    const columns = cellsOf(state, startLine);
    for (let line = startLine + 2; line < endLine && !state.isEmpty(line); line += 1) {
      if (cellsOf(state, line) <= columns) continue;
      state.env.misfitRow = line;
      return false;
    }
    return silent || table(state, startLine, endLine, false);
  };
}

function cellsOf({ src, bMarks, tShift, eMarks }: StateBlock, line: number): number {
  const row = src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line]).trim();
  return row
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/).length;
}
