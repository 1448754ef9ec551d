import { slowTexts } from '@hallway/testing/hostile-texts';

import * as folding from './folding/index.ts';
import * as markup from './index.ts';

/** How each function of this library reads a text; null for what reads none. One that is new has no row, and fails the first test. */
const readers: Record<keyof typeof markup | keyof typeof folding, ((text: string) => unknown) | null> = {
  capMarks: folding.capMarks,
  everyoneNames: null,
  FoldedText: (text) => new folding.FoldedText(text),
  foldingVersion: null,
  foldText: folding.foldText,
  isAllowedHref: markup.isAllowedHref,
  isInCode: (text) => markup.isInCode(text, text.length),
  isEmojiOnly: (text) => markup.isEmojiOnly(text),
  MarkupCache: (text) => new markup.MarkupCache().get('one', 1, text),
  maxMarkupLength: null,
  maxMentions: null,
  mentionDraftAt: (text) => [text.length, text.length / 2].map((caret) => markup.mentionDraftAt(text, caret)),
  mentionNames: markup.mentionNames,
  parseMarkup: markup.parseMarkup,
  plainText: (text) => markup.plainText(text, 200),
  qualifiedEmoji: markup.qualifiedEmoji,
  walkMarkup: (text) => markup.walkMarkup(markup.parseMarkup(text), () => undefined),
};

/** Reading is parsing and little else. */
const parsing = new Set(['MarkupCache', 'walkMarkup', 'plainText']);

describe('text of full length that is meant to be slow', () => {
  it('has a row for everything that this library exports', () => {
    expect(Object.keys({ ...markup, ...folding }).sort()).toEqual(Object.keys(readers).sort());
  });

  it.each(Object.entries(readers).filter(([name]) => !parsing.has(name)))('takes %s no longer than its length says', (_name, read) => {
    expect(read ? slowTexts(read) : []).toEqual([]);
  });
});
