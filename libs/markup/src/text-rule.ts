import type { MarkdownIt } from 'markdown-it';

/** Characters at which another rule may begin; `＠` is the sign of Chinese and Japanese keyboards. */
const run = /[^\n!#$%&*+\-:<=>@[\\\]^_`{}~＠]+/y;

/** Inline rule: skips what no other rule begins with. */
export function textRule(md: MarkdownIt): void {
  md.inline.ruler.at('text', (state, silent) => {
    run.lastIndex = state.pos;
    const length = Math.min(run.exec(state.src)?.[0].length ?? 0, state.posMax - state.pos);
    if (length === 0) return false;
    if (!silent) state.pending += state.src.slice(state.pos, state.pos + length);
    state.pos += length;
    return true;
  });
}
