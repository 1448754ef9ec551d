import type { BlockNode, InlineNode } from './markup-node.ts';
import { maxMarkupLength, parseMarkup } from './parse-markup.ts';
import { plainText } from './plain-text.ts';

const text = (value: string): InlineNode => ({ type: 'text', text: value });
const paragraph = (...children: InlineNode[]): BlockNode => ({ type: 'paragraph', children });
const markNames = { _: ['emphasis'], '*': ['emphasis'], __: ['strong'], '**': ['strong'], '~~': ['strike'], '***': ['emphasis', 'strong'] } as const;
const marked = (mark: keyof typeof markNames, ...children: InlineNode[]): InlineNode =>
  markNames[mark].reduceRight<InlineNode[]>((inner, type) => [{ type, children: inner }], children)[0]!;
const link = (href: string, label = href): InlineNode => ({ type: 'link', href, children: [text(label)] });

/** The inline nodes of a body that is one paragraph. */
function inline(body: string): InlineNode[] {
  const blocks = parseMarkup(body);
  const [first] = blocks;
  if (blocks.length !== 1 || first?.type !== 'paragraph') {
    throw new Error(`not one paragraph: ${JSON.stringify(blocks)}`);
  }
  return first.children;
}

describe('parseMarkup, inline', () => {
  it.each<[string, string, InlineNode[]]>([
    [
      'marks',
      '*a* **b** ~~c~~ `d`',
      [
        { type: 'emphasis', children: [text('a')] },
        text(' '),
        { type: 'strong', children: [text('b')] },
        text(' '),
        { type: 'strike', children: [text('c')] },
        text(' '),
        { type: 'code', text: 'd' },
      ],
    ],
    ['keeps a typed line break', 'a\nb', [text('a'), { type: 'break' }, text('b')]],
    ['HTML as text', '<b onclick="x()">hi</b>', [text('<b onclick="x()">hi</b>')]],
    ['HTML entities as text', '&lt;b&gt; &copy; &#64;ana', [text('&lt;b&gt; &copy; &#64;ana')]],
    ['an escaped mark', '\\*a\\* \\@ana', [text('*a* @ana')]],
    ['escaped marks that nest', '\\*\\*so\\*\\*, \\_\\~it is\\~\\_', [text('**so**, _~it is~_')]],
    ['snake_case names', 'a_long_name', [text('a_long_name')]],
    ['an https address', 'see https://example.com/a_b_c.', [text('see '), link('https://example.com/a_b_c'), text('.')]],
    ['an address in angle brackets', '<https://example.com>', [link('https://example.com')]],
    ['a www address', 'www.example.com', [link('https://www.example.com', 'www.example.com')]],
    ['an e-mail address', 'mail ana@example.com', [text('mail '), link('mailto:ana@example.com', 'ana@example.com')]],
    ['a file name that looks like a host', 'read readme.md and node.io', [text('read readme.md and node.io')]],
    ['ftp as text', 'ftp://example.com', [text('ftp://example.com')]],
    ['a named link', '[docs](https://example.com)', [link('https://example.com', 'docs')]],
    ['a link with a title as text', '[docs](https://example.com "title")', [text('[docs]('), link('https://example.com'), text(' "title")')]],
    ['a link with blank words', '[ \u200B](https://example.com)', [{ type: 'link', href: 'https://example.com', children: [text('https://example.com')] }]],
    ['a link without words', '[](https://example.com)', [link('https://example.com')]],
    ['a script link as text', '[x](javascript:alert(1))', [text('[x](javascript:alert(1))')]],
    ['a relative link as text', '[x](/settings)', [text('[x](/settings)')]],
    ['a picture as a link', '![cat](https://example.com/c.png)', [link('https://example.com/c.png', 'cat')]],
    ['a picture with a data address as text', '![cat](data:image/png;base64,AA)', [text('![cat](data:image/png;base64,AA)')]],
    ['a picture inside a link', '[![cat](https://a.example/c.png)](https://b.example)', [link('https://b.example', 'cat')]],
    ['an address as it was typed', 'https://xn--e1afmkfd.example/%61', [link('https://xn--e1afmkfd.example/%61')]],
  ])('%s', (_name, body, expected) => {
    expect(inline(body)).toEqual(expected);
  });

  it.each<[string, InlineNode[]]>([
    ['See https://ex.test/a: it works', [text('See '), link('https://ex.test/a'), text(': it works')]],
    ['(https://ex.test/a):', [text('('), link('https://ex.test/a'), text('):')]],
    ['www.ex.test/a: yes', [link('https://www.ex.test/a', 'www.ex.test/a'), text(': yes')]],
    ['https://ex.test/a::', [link('https://ex.test/a'), text('::')]],
    ['https://ex.test: yes', [link('https://ex.test'), text(': yes')]],
    ['https://ex.test:8080/a:b', [link('https://ex.test:8080/a:b')]],
    ['https://ex.test/a_', [link('https://ex.test/a_')]],
    ['https://ex.test/~ana/', [link('https://ex.test/~ana/')]],
    ...(['_', '__', '*', '**', '~~', '***'] as const).map((mark): [string, InlineNode[]] => [
      `${mark}https://ex.test/a_b${mark}`,
      [marked(mark, link('https://ex.test/a_b'))],
    ]),
    ['**https://ex.test/a**: yes', [marked('**', link('https://ex.test/a')), text(': yes')]],
    ['**https://ex.test/a**请看', [marked('**', link('https://ex.test/a')), text('请看')]],
    ['_see https://ex.test/a._', [marked('_', text('see '), link('https://ex.test/a'), text('.'))]],
    ['__www.ex.test/a__', [marked('__', link('https://www.ex.test/a', 'www.ex.test/a'))]],
    ['_ana@ex.test_', [marked('_', link('mailto:ana@ex.test', 'ana@ex.test'))]],
  ])('ends the address in %j before what is not of it', (body, nodes) => {
    expect(inline(body)).toEqual(nodes);
  });

  it.each([
    'https://user@ex.test/a',
    'https://token@git.test/o/r.git',
    'https://user:pass@ex.test',
    'http://a:1@ex.test',
    'https://google.test:443@evil.test/',
    `https://${'x'.repeat(80)}@ex.test/`,
    '[x](https://user@ex.test)',
    '<https://user@ex.test>',
    '**https://user@ex.test**',
    'www.google.test:443@evil.test',
  ])('makes no link of %j, which names a user before the host', (body) => {
    expect(JSON.stringify(inline(body))).not.toContain('"link"');
  });

  it.each(['https://ex.test/@user', 'https://ex.test/?to=a@b', 'https://ex.test/#a@b'])('makes a link of %j', (body) =>
    expect(inline(body)).toEqual([link(body)]),
  );

  it.each<[string, string]>([
    ['**重要：**请看', '重要：'],
    ['これは**「重要」**です', '「重要」'],
    ['한국어**강조(emphasis)**는', '강조(emphasis)'],
    ['说**“你好”**吧', '“你好”'],
    ['**注意！**今天', '注意！'],
    ['**（注）**です', '（注）'],
    ['本日は**5%**引き', '5%'],
    ['กด**(ตกลง)**ครับ', '(ตกลง)'],
    ['𠮷**「野」**家', '「野」'],
    ['**Wow!** ok', 'Wow!'],
    ['**重要**です', '重要'],
  ])('makes %j bold', (body, words) => {
    expect(inline(body).filter(({ type }) => type === 'strong')).toEqual([marked('**', text(words))]);
  });

  it.each([
    '\\\\server\\share\\_dir',
    'C:\\_a_\\*.*',
    'C:\\Users\\me\\',
    '\\d+\\.\\d+',
    '^\\*\\*x\\*\\*$',
    '[a-z\\]\\[]+',
    '\\(\\w+\\)',
    '¯\\_(ツ)_/¯',
    '\\_(ツ)_/',
    'grep "a\\|b"',
    'my\\_var',
    'a\\*b\\*c',
    '\\*args, \\*\\*kwargs',
    'node_modules\\@types\\node',
    '\\\\*a*',
    'end \\',
    '\\\\',
    '\\',
    '\\*+\\s*\\*',
    'sed s/\\./x/',
    '\\u00e9',
    '\\n',
    '`\\*a\\*`',
    '/_next_/static',
    '__init__.py',
    'src/__tests__/a',
    '>_<',
    '>:(',
    '1986\\.5',
    'foo\\-bar',
  ])('shows %j as it was typed', (body) => {
    expect(plainText(body)).toBe(body.replaceAll('`', ''));
  });

  it.each([
    ['\\# no', '# no'],
    ['\\- no', '- no'],
    ['\\> no', '> no'],
    ['1\\. no', '1. no'],
    ['a\n\\* no', 'a\n* no'],
    ['cmd \\\n  --flag', 'cmd \\\n--flag'],
  ])('reads the line %j as text', (body, shown) => {
    expect(inline(body)).toEqual(shown.split('\n').flatMap((line, n) => [...(n > 0 ? [{ type: 'break' as const }] : []), text(line)]));
  });

  it('reads a mention inside a mark and keeps its spelling', () => {
    expect(inline('**@Ana.Lima**, hi')).toEqual([{ type: 'strong', children: [{ type: 'mention', name: 'ana.lima', text: '@Ana.Lima' }] }, text(', hi')]);
  });

  it('leaves a mention inside a link as its words', () => {
    expect(inline('[@ana](https://example.com)')).toEqual([link('https://example.com', '@ana')]);
  });
});

describe('parseMarkup, blocks', () => {
  it('reads headings, quotes and rules', () => {
    expect(parseMarkup('## Plan\n\n> quoted\n\n---')).toEqual([
      { type: 'heading', level: 2, children: [text('Plan')] },
      { type: 'quote', children: [paragraph(text('quoted'))] },
      { type: 'rule' },
    ]);
  });

  it('reads a tight list inside an ordered one', () => {
    expect(parseMarkup('3. a\n   - b\n4. c')).toEqual([
      {
        type: 'list',
        ordered: true,
        markers: ['3.', '4.'],
        tight: true,
        items: [[paragraph(text('a')), { type: 'list', ordered: false, markers: [], tight: true, items: [[paragraph(text('b'))]] }], [paragraph(text('c'))]],
      },
    ]);
  });

  it('marks a list with blank lines as loose', () => {
    expect(parseMarkup('- a\n\n- b')).toMatchObject([{ type: 'list', tight: false }]);
  });

  it('keeps the language of a fence only when it is one', () => {
    expect(parseMarkup('``` TS\nlet a;\n```')).toEqual([{ type: 'fence', language: 'ts', text: 'let a;' }]);
  });

  it.each([
    ['```hello world\nsecond\n```', 'hello world\nsecond'],
    ['```select * from t;\nwhere x```', 'select * from t;\nwhere x```'],
    ['```TS title=x\nlet a;\n```', 'TS title=x\nlet a;'],
    ['```"><script>\na\n```', '"><script>\na'],
    ['~~~ hello ~~~', 'hello ~~~'],
    ['```hello\n```', 'hello'],
    ['```你好\n```', '你好'],
  ])('shows all words of the fence %j, for what is no language is code', (body, code) => {
    expect(parseMarkup(body)).toEqual([{ type: 'fence', language: '', text: code }]);
  });

  it('reads a table with its alignment and without filled-in cells', () => {
    expect(parseMarkup('| a | b | c |\n| :-- | --: | --- |\n| 1 | 2 |\n')).toEqual([
      { type: 'table', align: ['start', 'end', null], head: [[text('a')], [text('b')], [text('c')]], rows: [[[text('1')], [text('2')]]] },
    ]);
  });

  it('does not read indented code or underlined headings', () => {
    expect(parseMarkup('    indented')).toEqual([paragraph(text('indented'))]);
    expect(parseMarkup('title\n===')).toEqual([paragraph(text('title'), { type: 'break' }, text('==='))]);
  });

  it('keeps a line that looks like a link reference', () => {
    expect(inline('[note]: remember').length).toBeGreaterThan(0);
    expect(JSON.stringify(inline('[note]: https://example.com'))).toContain('[note]: ');
  });

  it.each(['#', '-', '>', '```', '> >', '* *', '|', '**\u200B**', '[](javascript:x)'])('shows %j, which markdown would show as nothing', (body) => {
    expect(parseMarkup(body)).toEqual([paragraph(text(body))]);
  });

  it('shows an empty heading among other lines', () => {
    expect(parseMarkup('one\n\n##\n\ntwo')).toEqual([paragraph(text('one')), paragraph(text('##')), paragraph(text('two'))]);
  });

  it('keeps the numbers of a list as they were typed', () => {
    expect(parseMarkup('007. a\n5. b\n7. c')).toMatchObject([{ markers: ['007.', '5.', '7.'] }]);
    expect(parseMarkup('3) a')).toMatchObject([{ markers: ['3)'] }]);
    expect(['5. b\n7. c', '2026.', '- a'].map((body) => plainText(body))).toEqual(['5. b 7. c', '2026.', 'a']);
  });

  it('takes a table with a row that is longer than its head for text', () => {
    const body = '| a | b |\n|---|---|\n| 1 | 2 | 3 |';
    expect(plainText(body)).toBe(body.replaceAll('\n', ' '));
    expect(parseMarkup('| a | b |\n|---|---|\n| 1 | 2\\|3 |\n| 4 |')).toMatchObject([{ type: 'table', rows: [[[text('1')], [text('2|3')]], [[text('4')]]] }]);
  });

  it('shows all of a message of 16,000 characters of two units', () => {
    expect(plainText('😀'.repeat(16_000))).toHaveLength(32_000);
  });

  it('gives nothing for a blank body', () => {
    expect(parseMarkup('')).toEqual([]);
    expect(parseMarkup(' \n\t')).toEqual([]);
  });

  it('keeps the words of quotes nested deeper than the cap', () => {
    const tree = JSON.stringify(parseMarkup(`${'> '.repeat(60)}the words`));
    expect(tree).toContain('the words');
    expect(tree.split('"quote"').length - 1).toBe(20);
  });

  it('cuts what is longer than a message can be', () => {
    expect(inline('a'.repeat(maxMarkupLength + 5))).toEqual([text('a'.repeat(maxMarkupLength))]);
  });

  it('shows a table with thousands of cells as text', () => {
    const wide = `${'|a'.repeat(200)}|\n${'|-'.repeat(200)}|\n${'x\n'.repeat(500)}`;
    expect(parseMarkup(wide).every((block) => block.type === 'paragraph')).toBe(true);
  });
});
