import type { MarkdownIt, StateInline } from 'markdown-it';

const minNameLength = 3;
const maxNameLength = 32;
const nameRun = /[a-z0-9_.-]+/iy;
const blockedBefore = /[a-z0-9/@+=%]/i;
const blockedAfter = /[@\p{Script=Latin}]/u;

/** The name that a mention sign at `at` introduces, or null when it is not a mention. */
export function mentionNameAt(text: string, at: number): string | null {
  if (!mayStartMention(text, at)) {
    return null;
  }
  nameRun.lastIndex = at + 1;
  const run = nameRun.exec(text)?.[0] ?? '';
  if (blockedAfter.test(text.charAt(at + 1 + run.length))) {
    return null;
  }
  // The full stop of a sentence, and the mark of `_@ana_`, are not part of the name.
  const name = run.replace(text.charAt(at - 1) === '_' ? /[._-]+$/ : /[.-]+$/, '');
  return name.length >= minNameLength && name.length <= maxNameLength ? name : null;
}

/** Whether an `@` at this place may begin a mention: not in an e-mail address or a path. */
export function mayStartMention(text: string, at: number): boolean {
  if (at === 0) {
    return true;
  }
  const before = text.charAt(at - 1);
  return before === '_' ? at === 1 || !/[a-z0-9_]/i.test(text.charAt(at - 2)) : !blockedBefore.test(before);
}

/** Inline rule: turns `@name` into a `mention` token before emphasis can split it. */
export function mentionRule(md: MarkdownIt): void {
  md.inline.ruler.before('emphasis', 'mention', (state: StateInline, silent: boolean) => {
    if (state.src.charAt(state.pos) !== '@') {
      return false;
    }
    const name = mentionNameAt(state.src, state.pos);
    if (name === null) {
      return false;
    }
    if (!silent) {
      state.push('mention', '', 0).content = `@${name}`;
    }
    state.pos += name.length + 1;
    return true;
  });
}
