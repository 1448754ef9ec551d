import { maxMentions, mentionDraftAt, mentionNames } from './mention-names.ts';

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
    ['@ana/@bob', ['ana', 'bob']],
    ['@ana/@bob/@eve and/@kai', ['ana', 'bob', 'eve']],
    ['@ana+@bob=@eve', ['ana', 'bob', 'eve']],
    ['_hi @ana_', ['ana']],
    ['_hi @ana_, @under_score_', ['ana', 'under_score_']],
    ['__@ana__', ['ana']],
    ['___@ana___ **@bob** ***@eve***', ['ana', 'bob', 'eve']],
    ['josé@ana', []],
    ['Ωmega@ana я@ana 7@ana ß@ana e\u0301@ana', []],
    ['@anaé @anaя', []],
    ['(@ana) [@bob] {@eve} “@kai” 「@joe」', ['ana', 'bob', 'eve', 'kai', 'joe']],
    ["@ana's @bob’s @eve. @kai? @joe…", ['ana', 'bob', 'eve', 'kai', 'joe']],
    ['こんにちは@ana、@bobさん', ['ana', 'bob']],
    ['안녕@ana야', ['ana']],
    ['𠮷@ana', ['ana']],
    ['สวัสดี@anaครับ', ['ana']],
    ['＠ana ＠Bob', ['ana', 'bob']],
    ['a＠ana @ana＠bob', []],
    ['cc:@ana,@bob;@eve-@kai—@joe', ['ana', 'bob', 'eve', 'kai', 'joe']],
    ['😀@ana👍', ['ana']],
    ['medium.com/@ana node_modules/@types', []],
    ['node_modules\\@types\\node C:\\@ana', []],
    ['https://user:pw@ana.test/ https://x.test/?q=@ana', []],
    ['``@ana`` ~~@bob~~', ['bob']],
    ['~~~\n@ana\n~~~', []],
    ['```@ana hi\n```', []],
    ['<@ana>', ['ana']],
    ['1. @ana\n2. @bob', ['ana', 'bob']],
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
