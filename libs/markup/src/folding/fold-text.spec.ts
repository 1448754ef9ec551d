import fc from 'fast-check';

import { differentPairs, samePairs } from '@hallway/testing/word-pairs';

import { foldText } from './fold-text.ts';

const finds = (written: string, typed: string): boolean => foldText(written).includes(foldText(typed));

describe('folding', () => {
  it('knows words of many languages', () => {
    expect(new Set(samePairs.map(({ written, typed }) => `${written} = ${typed}`)).size).toBeGreaterThanOrEqual(300);
    expect(new Set(differentPairs.map(({ written, typed }) => `${written} = ${typed}`)).size).toBeGreaterThanOrEqual(100);
  });

  it('finds what is meant, however it is typed', () => {
    expect(
      samePairs.filter(
        ({ written, typed }) =>
          !finds(
            written,
            typed
              .replace(/^"(.*)"$/, '$1')
              .replace('--', '-')
              .replace('—', '-'),
          ),
      ),
    ).toEqual([]);
  });

  it('keeps different words apart', () => {
    expect(differentPairs.filter(({ written, typed }) => finds(written, typed) || finds(typed, written))).toEqual([]);
  });

  it('reads the digits of every script', () => {
    const digits = Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code)).filter((character) => /\p{Nd}/u.test(character));
    expect(digits.length).toBeGreaterThan(600);
    expect(digits.map(foldText).join('')).toBe('0123456789'.repeat(digits.length / 10));
  });

  it('changes nothing that is folded, and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => foldText(foldText(text)) === foldText(text)),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => foldText(text.normalize('NFD')) === foldText(text.normalize('NFC'))),
      { numRuns: 1_000 },
    );
  });
});
