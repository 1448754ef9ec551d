import { maxMentions, mentionDraftAt, mentionNames } from './mention-names';

describe('mentionNames', () => {
  it.each<[string, string[]]>([
    ['@ana hi', ['ana']],
    ['hi @Ana.Lima, and @BO-1.', ['ana.lima', 'bo-1']],
    ['(@ana) "@kai" @ana', ['ana', 'kai']],
    ['@ana: @bob; @eve!', ['ana', 'bob', 'eve']],
    ['ends a sentence @ana...', ['ana']],
    ['_@ana_ *@bob* ~~@eve~~', ['ana', 'bob', 'eve']],
    ['@under_score_', ['under_score_']],
    ["@ana's turn", ['ana']],
    ['@ana/@bob', ['ana']],
    ['你好@ana你好', ['ana']],
    ['> quoted @ana', ['ana']],
    ['- one @ana\n- two @bob', ['ana', 'bob']],
    ['| a |\n|---|\n| @ana |', ['ana']],
    ['@ab is too short', []],
    [`@${'a'.repeat(32)}`, ['a'.repeat(32)]],
    [`@${'a'.repeat(33)}`, []],
    ['mail ana@example.com', []],
    ['ana_@example.com', []],
    ['https://example.com/@ana', []],
    ['www.example.com/@ana', []],
    ['`@ana`', []],
    ['```\n@ana\n```', []],
    ['[@ana](https://example.com)', []],
    ['[to @ana](javascript:x)', ['ana']],
    ['\\@ana', []],
    ['@@ana', []],
    ['@ana@host.example', []],
    ['@anaïs', []],
    ['@...', []],
  ])('%j', (body, names) => {
    expect(mentionNames(body)).toEqual(names);
  });

  it('stops at the most names a message can mention', () => {
    const body = Array.from({ length: maxMentions + 20 }, (_, n) => `@user${n}`).join(' ');
    expect(mentionNames(body)).toHaveLength(maxMentions);
  });
});

describe('mentionDraftAt', () => {
  it.each<[string, { start: number; query: string } | null]>([
    ['@|', { start: 0, query: '' }],
    ['hi @An|', { start: 3, query: 'an' }],
    ['hi @a|na', { start: 3, query: 'a' }],
    ['hi|', null],
    ['@ana |', null],
    ['mail ana@ex|', null],
    [`@${'a'.repeat(33)}|`, null],
  ])('%j', (typed, expected) => {
    const caret = typed.indexOf('|');
    expect(mentionDraftAt(typed.replace('|', ''), caret)).toEqual(expected);
  });
});
