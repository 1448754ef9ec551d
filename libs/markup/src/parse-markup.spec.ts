import type { BlockNode, InlineNode } from './markup-node';
import { maxMarkupLength, parseMarkup } from './parse-markup';

const text = (value: string): InlineNode => ({ type: 'text', text: value });
const paragraph = (...children: InlineNode[]): BlockNode => ({ type: 'paragraph', children });
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
    ['marks', '*a* **b** ~~c~~ `d`', [
      { type: 'emphasis', children: [text('a')] }, text(' '),
      { type: 'strong', children: [text('b')] }, text(' '),
      { type: 'strike', children: [text('c')] }, text(' '),
      { type: 'code', text: 'd' },
    ]],
    ['keeps a typed line break', 'a\nb', [text('a'), { type: 'break' }, text('b')]],
    ['HTML as text', '<b onclick="x()">hi</b>', [text('<b onclick="x()">hi</b>')]],
    ['HTML entities as text', '&lt;b&gt; &copy; &#64;ana', [text('&lt;b&gt; &copy; &#64;ana')]],
    ['an escaped mark', '\\*a\\* \\@ana', [text('*a* @ana')]],
    ['snake_case names', 'a_long_name', [text('a_long_name')]],
    ['an https address', 'see https://example.com/a_b_c.', [text('see '), link('https://example.com/a_b_c'), text('.')]],
    ['an address in angle brackets', '<https://example.com>', [link('https://example.com')]],
    ['a www address', 'www.example.com', [link('https://www.example.com', 'www.example.com')]],
    ['an e-mail address', 'mail ana@example.com', [text('mail '), link('mailto:ana@example.com', 'ana@example.com')]],
    ['a file name that looks like a host', 'read readme.md and node.io', [text('read readme.md and node.io')]],
    ['ftp as text', 'ftp://example.com', [text('ftp://example.com')]],
    ['a named link', '[docs](https://example.com "title")', [link('https://example.com', 'docs')]],
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

  it('reads a mention inside a mark and keeps its spelling', () => {
    expect(inline('**@Ana.Lima**, hi')).toEqual([
      { type: 'strong', children: [{ type: 'mention', name: 'ana.lima', text: '@Ana.Lima' }] },
      text(', hi'),
    ]);
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
      { type: 'list', ordered: true, start: 3, tight: true, items: [
        [paragraph(text('a')), { type: 'list', ordered: false, start: 1, tight: true, items: [[paragraph(text('b'))]] }],
        [paragraph(text('c'))],
      ] },
    ]);
  });

  it('marks a list with blank lines as loose', () => {
    expect(parseMarkup('- a\n\n- b')).toMatchObject([{ type: 'list', tight: false }]);
  });

  it('keeps the language of a fence only when it is a plain word', () => {
    expect(parseMarkup('```TS title=x\nlet a;\n```')).toEqual([{ type: 'fence', language: 'ts', text: 'let a;' }]);
    expect(parseMarkup('```"><script>\na\n```')).toEqual([{ type: 'fence', language: '', text: 'a' }]);
  });

  it('reads a table with its alignment and without filled-in cells', () => {
    expect(parseMarkup('| a | b | c |\n| :-- | --: | --- |\n| 1 | 2 |\n')).toEqual([
      { type: 'table', align: ['start', 'end', null],
        head: [[text('a')], [text('b')], [text('c')]],
        rows: [[[text('1')], [text('2')]]] },
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

  it.each(['#', '-', '>', '```', '1.', '> >', '* *', '|'])('shows %j, which markdown would show as nothing', (body) => {
    expect(parseMarkup(body)).toEqual([paragraph(text(body))]);
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
