/** The most characters a message has. */
const fullLength = 16_000;

/** Text of `length` characters made of one unit, over and over. */
const runOf =
  (unit: string) =>
  (length: number): string =>
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** A letter and nothing but marks behind it. */
const marked =
  (letter: string, marks: string) =>
  (length: number): string =>
    letter + runOf(marks)(length - letter.length);

const opened =
  (open: string, close: string) =>
  (length: number): string =>
    open.repeat(length / 2 / open.length) + close.repeat(length / 2 / close.length);

const marks: Record<string, (length: number) => string> = {
  'Latin letter, marks that decompose': marked('a', '\u0344'),
  'Latin letter, acute': marked('a', '\u0301'),
  'marks in the wrong order': marked('a', '\u0315\u0300\u0316\u035C'),
  'Latin letters with nine marks': runOf(`e${'\u0301'.repeat(9)}`),
  'Greek letter and marks': marked('α', '\u0345\u0301\u0308'),
  'Cyrillic letter and marks': marked('я', '\u0301\u0483'),
  'Hebrew letter and points': marked('ש', '\u05C1\u05B8\u05BC'),
  'Arabic letter and vowels': marked('م', '\u064F\u0651\u0670'),
  'Devanagari letter and signs': marked('क', '\u093C\u094D\u0902'),
  'Thai letter and tones': marked('ก', '\u0E48\u0E31'),
  'Tibetan letter and signs': marked('ཀ', '\u0F71\u0F72\u0F73'),
  'Kana letter and voice marks': marked('か', '\u3099'),
  'marks without a letter': runOf('\u0300'),
  'leading jamo': runOf('\u1100'),
  'jamo of syllables': runOf('\u1100\u1161\u11A8'),
  'vowel jamo': runOf('\u1161'),
  'a ligature of eighteen letters': runOf('ﷺ'),
  'compatibility characters': runOf('㌀㎢ﬃ'),
};

const signs = [
  '!',
  '"',
  '#',
  '$',
  '%',
  '&',
  "'",
  '(',
  ')',
  '*',
  '+',
  ',',
  '-',
  '.',
  '/',
  ':',
  ';',
  '<',
  '=',
  '>',
  '?',
  '@',
  '[',
  '\\',
  ']',
  '^',
  '_',
  '`',
  '{',
  '|',
  '}',
  '~',
  '’',
  '—',
  '\u00AD',
  '\u200D',
  '\uFE0F',
  '\u3000',
  '…',
  '\u202E',
];

const units = [
  '[a](',
  '![',
  '](',
  '[](',
  '**a ',
  '*a_',
  '~~a',
  '``a',
  '`` ` ',
  '> ',
  '> - ',
  '- ',
  '1. ',
  '# ',
  '| a ',
  '|a|\n|-|\n',
  '```\n',
  '<a ',
  '<!--',
  '&#',
  '\\*',
  'https://',
  'https://a.',
  'http://a.example/?',
  'www.',
  'mailto:',
  'a@',
  'a.',
  'a@b.',
  '@a',
  '@ana ',
  '@ana.',
  '＠ana',
  '_@ana',
  ':a',
  ':tada:',
  '"a" ',
  '"a',
  '“a” ',
  'a ',
  'ab',
  ' \n',
  '\n',
  '\t',
  '\u00A0',
  '1.',
  '1.2:',
  'ßİ',
  'Σ',
  '上',
  '上海 ',
  'ก',
  'مرحبا ',
  'aא',
  '\u202Ea\u202C',
  '\u2067א\u2069',
  '😀',
  '👩\u200D',
  '👍🏽',
  '🇩🇪',
  '\u{E0061}',
  '1\uFE0F\u20E3',
  '\uD800',
  '\uDC00',
  '\u0001',
  '%41',
  '.jpg',
  '../',
];

const pairs: Record<string, (length: number) => string> = {
  'brackets in brackets': opened('[', ']'),
  'parentheses in parentheses': opened('(', ')'),
  'links in links': opened('[', '](a)'),
  'stars in stars': opened('*a ', 'a*'),
  'strong in emphasis': opened('**a *b ', 'c* d**'),
  'strikes in strikes': opened('~~a ', 'b~~'),
  'code in code': opened('`a', '`'),
  'quotes around': opened('“', '”'),
  'a link and its address': (length) => `[x](https://a.example/${'('.repeat(length - 24)}`,
  'an address of many labels': (length) => `https://${runOf('a.')(length - 8)}`,
  'a mail address': (length) => `${'a'.repeat(length / 2)}@${'b'.repeat(length / 2 - 1)}`,
  'one letter, then spaces': (length) => `a${' '.repeat(length - 1)}`,
  'all letters there are': (length) => String.fromCodePoint(...Array.from({ length }, (_, n) => 0x100 + (n % 0xd000))),
};

/** Text that attackers send, by what it is: each makes a text of the length that it is given. */
const hostileTexts: ReadonlyMap<string, (length: number) => string> = new Map([
  ...Object.entries(marks),
  ...Object.entries(pairs),
  ...[...signs, ...units].map((unit): [string, (length: number) => string] => [`run of ${JSON.stringify(unit)}`, runOf(unit)]),
]);

/** Below this, what is measured is the machine. */
const floorMs = 50;
const mostMs = 1_000;
const tries = 5;

/** The processor time that reading takes, at best: others use the machine too. */
function timeOf(read: (text: string) => unknown, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < tries; n += 1) {
    const start = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
    // Fast enough to be sure, or too slow to try again.
    if (best < floorMs / 3 || best > 4 * mostMs) break;
  }
  return best;
}

/** How the function does on two lengths, in words; undefined when it does well. */
function faultOf(read: (text: string) => unknown, textOf: (length: number) => string): string | undefined {
  const half = timeOf(read, textOf(fullLength / 2));
  // What is quadratic may take minutes.
  const whole = half > mostMs ? Number.POSITIVE_INFINITY : timeOf(read, textOf(fullLength));
  const isSlow = whole > mostMs || (whole > floorMs && whole > 3 * half);
  return isSlow ? `${Math.round(half)} ms, then ${Math.round(whole)} ms` : undefined;
}

/**
 * The hostile texts on which the function takes longer than one that is linear in its text: more than three times as long for twice
 * the text, or more than a second. What is quadratic is so each time it is looked at; a machine with other work is not. A test expects none.
 */
export function slowTexts(read: (text: string) => unknown): string[] {
  const slow: string[] = [];
  for (const [name, textOf] of hostileTexts) {
    let fault = faultOf(read, textOf);
    for (let looks = 1; fault && looks < tries; looks += 1) fault = faultOf(read, textOf);
    if (fault) slow.push(`${name}: ${fault}`);
  }
  return slow;
}
