import fc from 'fast-check';
import type { Token } from 'markdown-it';

import { isVisible } from '@hallway/contracts-core';

import { chatTexts } from '../test/chat-texts.ts';
import { fenceLanguage } from './fence-language.ts';
import { engineFor } from './markdown-engine.ts';
import { nodeText } from './node-text.ts';
import { parseMarkup } from './parse-markup.ts';
import { plainText } from './plain-text.ts';

const allTokens = (tokens: Token[]): Token[] => tokens.flatMap((token) => [token, ...allTokens(token.children ?? [])]);
const any = (marks: string): string => marks.repeat(20_000);

/** The marks of a construct: what of its source it may show in another way than as text. */
function marksOf({ type, markup, info, attrGet: _, ...token }: Token, attr: (name: string) => string): string {
  switch (type) {
    case 'em_open':
    case 'em_close':
    case 'strong_open':
    case 'strong_close':
    case 's_open':
    case 's_close':
      return markup;
    case 'code_inline':
      return markup + markup;
    case 'fence':
      return (fenceLanguage(info) === '' ? '' : info) + markup + (token.content === '' ? '' : any(markup.charAt(0)));
    case 'heading_open':
      return any('#');
    case 'blockquote_open':
      return any('>');
    case 'list_item_open':
      return info === '' ? markup : '';
    case 'hr':
      return any('*_-');
    case 'table_open':
      return any('|-:\\');
    case 'link_open':
      return markup === 'linkify' ? '' : `[]()<>${attr('href')}`;
    case 'image':
      return `![]()<>${attr('src')}`;
    default:
      return '';
  }
}

function countOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of text) if (isVisible(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

/** Visible characters of the source that are neither shown nor marks. */
function lostOf(body: string, shown: string): string[] {
  const marks = allTokens(engineFor(body).parse(body, {})).map((token) => marksOf(token, (name) => String(token.attrGet(name) ?? '')));
  const escapes = (body.match(/\\+[*_~`@#>+.)-]/g) ?? []).map(() => '\\').join('');
  const [allowed, present] = [countOf(marks.join('') + escapes), countOf(shown)];
  return [...countOf(body)].flatMap(([character, count]) => (count - (present.get(character) ?? 0) > (allowed.get(character) ?? 0) ? [character] : []));
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

function check(body: string): void {
  const shown = nodeText(parseMarkup(body));
  expect({ body, lost: lostOf(body, shown) }).toEqual({ body, lost: [] });
  // The line of a list, of a notification and of a quote.
  expect(squeezed(plainText(body))).toBe(squeezed(shown));
}

describe('every visible character that was typed is shown, unless it is the mark of a construct', () => {
  it('in more than two hundred collected texts', () => {
    expect(new Set(chatTexts).size).toBeGreaterThan(200);
    chatTexts.forEach(check);
  });

  it('in any mixture of them', () => {
    const text = fc.constantFrom(...chatTexts);
    const wrap = fc.constantFrom('', '*', '**', '_', '~~', '`', '"', '(', '> ', '- ', '# ', '\\');
    const piece = fc.tuple(wrap, text).map(([mark, inner]) => `${mark}${inner}${mark.trim()}`);
    const mixture = fc.array(fc.tuple(piece, fc.constantFrom('\n', '\n\n', ' ', '')), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(mixture, (parts) => check(parts.flat().join(''))),
      { numRuns: 400 },
    );
  });

  it('in words of any characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/[[\]<]/.test(text)),
        check,
      ),
      { numRuns: 400 },
    );
  });
});
