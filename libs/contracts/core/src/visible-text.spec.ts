import 'reflect-metadata';

import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { isVisible, NameText, trimName, VisibleText } from './visible-text.ts';

class Named {
  @NameText(1, 10) name: string;
}
class Status {
  @NameText(0, 10) text: string;
}
class Said {
  @VisibleText(10) body: string;
}

const accepts = (Wire: new () => object, plain: object): boolean => validateSync(plainToInstance(Wire, plain)).length === 0;

const blank = [
  '',
  ' ',
  '\n\t\r',
  '\u00A0',
  '\u3000',
  '\u200B',
  '\u200C\u200D',
  '\u2060',
  '\uFEFF',
  '\u00AD',
  '\u034F',
  '\u061C',
  '\u115F',
  '\u1160',
  '\u3164',
  '\uFFA0',
  '\u17B4',
  '\u180E',
  '\u200E\u200F',
  '\u202E',
  '\u2066',
  '\u2800',
  '\uFE0F',
  '\uFFF9',
  '\uFFFC',
  '\u{1D159}',
  '\u{16FE4}',
  '\u{13441}',
  '\u{E0020}',
  '\u{E0100}',
  ' \u2800\n\u3164 ',
];
const shown = [
  'a',
  ' a ',
  '.',
  '#',
  '-',
  '你',
  'می‌روم',
  '👩‍🚀',
  '❤️',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '\u0301',
  'a\u200Bb',
  '\u202Eabc',
  '\uFFFD',
  '\u0001',
  '1\uFE0F\u20E3',
  '\u2801',
  '\u{1D15A}',
  '\u0600',
];

describe('isVisible', () => {
  it.each(blank)('sees nothing in %j', (text) => expect(isVisible(text)).toBe(false));
  it.each(shown)('sees something in %j', (text) => expect(isVisible(text)).toBe(true));
});

describe('VisibleText', () => {
  it.each(blank)('refuses %j', (body) => expect(accepts(Said, { body })).toBe(false));
  it.each(shown)('takes %j as it is', (body) => {
    expect(accepts(Said, { body })).toBe(true);
    expect(plainToInstance(Said, { body }).body).toBe(body);
  });
});

describe('NameText', () => {
  it.each(blank)('refuses the name %j', (name) => expect(accepts(Named, { name })).toBe(false));
  it.each(['a\nb', 'a\r', 'a\u2028b', 'a\u0085b', 'a\tb', 'a\u0001', '\u202Eabc', 'a\u202Db', '\u2066a\u2069', 'longer than ten', 7, null, undefined, {}])(
    'refuses the name %j',
    (name) => expect(accepts(Named, { name })).toBe(false),
  );
  it.each([
    ['  Ana  ', 'Ana'],
    ['\u3000田中　太郎\u3000', '田中　太郎'],
    ['\u200BAna\uFEFF', 'Ana'],
    ['\u3164Ana\u2800', 'Ana'],
    ['می‌روم', 'می‌روم'],
    ['👩‍🚀', '👩‍🚀'],
    ['Ana ❤️', 'Ana ❤️'],
    ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['של‏', 'של‏'],
  ])('takes the name %j for %j', (name, kept) => {
    expect(plainToInstance(Named, { name }).name).toBe(kept);
    expect([...kept].length > 10 || accepts(Named, { name })).toBe(true);
  });

  it('may be empty only where nothing is a choice', () => {
    expect([accepts(Status, { text: '' }), accepts(Status, { text: '  ' }), accepts(Named, { name: '  ' })]).toEqual([true, true, false]);
    expect([accepts(Status, { text: 'a\nb' }), accepts(Status, { text: '\u200D' })]).toEqual([false, false]);
  });

  it('counts what is left after trimming', () => expect(accepts(Named, { name: `${' '.repeat(20)}ten chars.` })).toBe(true));

  it('trims a long run of blanks in one pass', () => {
    const run = ' \u2800'.repeat(100_000);
    expect(trimName(`${run}a${run}`)).toBe('a');
  });
});
