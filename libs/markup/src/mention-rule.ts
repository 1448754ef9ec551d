import type { MarkdownIt, StateInline } from 'markdown-it';

import { characterAt, characterBefore, joinsWord } from './characters.ts';

const minNameLength = 3;
const maxNameLength = 32;
const nameRun = /[a-z0-9_.-]+/iy;
/** Before the sign: an address, a path or a formula. */
const blockedBefore = /[/@＠+=%]/;
const sign = /[@＠]/;
/** How far back an open mark is looked for, so that thousands of them cost no more. */
export const nearMarks = 50;

/** What a place in the text is in. */
interface Surroundings {
  /** A mention ends right before the character before: `@ana/@bo` are two. */
  afterMention?: boolean;
  /** `_` is open as a mark, so one at the end closes it. */
  inEmphasis?: () => boolean;
}

/** The name that a mention sign at `at` introduces, or null when it is not a mention. */
export function mentionNameAt(text: string, at: number, { afterMention = false, inEmphasis = () => false }: Surroundings = {}): string | null {
  if (!sign.test(text.charAt(at)) || !(afterMention || mayStartMention(text, at))) {
    return null;
  }
  nameRun.lastIndex = at + 1;
  const run = nameRun.exec(text)?.[0] ?? '';
  const sentence = run.replace(/[.-]+$/, '');
  const next = characterAt(text, at + 1 + run.length);
  // Who writes on without a break means a longer word.
  if (sentence === run && (sign.test(next) || joinsWord(next))) {
    return null;
  }
  const name = sentence.endsWith('_') && inEmphasis() ? sentence.replace(/[._-]+$/, '') : sentence;
  return name.length >= minNameLength && name.length <= maxNameLength ? name : null;
}

/** Whether an `@` at this place may begin a mention: not in a word, an e-mail address or a path. */
export function mayStartMention(text: string, at: number): boolean {
  let start = at;
  while (text.charAt(start - 1) === '_') start -= 1;
  const before = characterBefore(text, start);
  return !joinsWord(before) && !(start === at && blockedBefore.test(before));
}

/** Inline rule: turns `@name` into a `mention` token before emphasis can split it. */
export function mentionRule(md: MarkdownIt): void {
  md.inline.ruler.before('emphasis', 'mention', (state: StateInline, silent: boolean) => {
    const { src, pos, pending, tokens, delimiters } = state;
    const name = mentionNameAt(src, pos, {
      afterMention: pending.length === 1 && blockedBefore.test(pending) && tokens.at(-1)?.type === 'mention',
      inEmphasis: () =>
        delimiters.slice(-nearMarks).reduce((depth, { marker, open, close }) => depth + (marker === 95 ? Number(open) - Number(close) : 0), 0) > 0,
    });
    if (name === null) {
      return false;
    }
    const end = pos + 1 + name.length;
    if (!silent) {
      state.push('mention', '', 0).content = src.slice(pos, end);
    }
    state.pos = end;
    return true;
  });
}
