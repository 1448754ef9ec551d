import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const files = ['apps', 'libs', 'tools']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file) && !/(^|\/)(node_modules|dist|\.\w+)\//.test(file));

/** First and second cells of the tables below a heading of the glossary, without the head of a table. */
function rowsOf(page: string): [words: string[], meaning: string][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (---|word|not) /.test(line))
    .map((line) => {
      const [, words = '', meaning = ''] = line.split('|').map((cell) => cell.trim());
      return [words.replaceAll('`', '').split(', '), meaning];
    });
}

const [kept = '', retired = ''] = read('docs/glossary.md').split('## Retired');

/** `removalFence`, `RemovalFence` and `removal-fence` are of the same two words. Names with an underscore are those of the database. */
const wordsOf = (name: string): string[] => (name.includes('_') ? [] : name.split(/(?=[A-Z])|[-.\d]+/).map((word) => word.toLowerCase()));

/** Only words of prose are looked for in comments, names of tests and documents: others there mean something else. */
const proseWords = rowsOf(retired.split('### In prose')[1] ?? '').flatMap(([row]) => row);
const retiredWord = new RegExp(`\\b(?:${proseWords.join('|')})\\b`, 'gi');
const retiredIn = (text: string): string[] => text.match(retiredWord) ?? [];

const documents = [
  ...readdirSync(root).filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md'),
  ...['apps', 'libs', 'tools', 'deploy', 'docs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ),
].filter((file) => file.endsWith('.md') && file !== 'docs/glossary.md' && !/(^|\/)(node_modules|dist|\.\w+)\//.test(file));

const parsed = files.map((file) => ({ file, source: ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest) }));

/** Every name that a file gives: to classes, functions, variables, parameters and members, not those that it imports. */
function declaredIn(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const { name } = node as { name?: ts.Node };
    if (name && ts.isIdentifier(name) && !ts.isPropertyAccessExpression(node) && !ts.isImportSpecifier(node)) names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const isText = (node: ts.Node): boolean =>
  ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isJsxText(node);

/** Comments and names of tests. Other texts are left out: a program may compare them, and a glob looks like a comment. */
function proseOf(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const code: string[] = [];
  let end = 0;
  const visit = (node: ts.Node): void => {
    if (isText(node)) {
      code.push(source.text.slice(end, node.getStart(source)));
      end = node.end;
    }
    if (ts.isCallExpression(node) && /^(describe|it|test)\b/.test(node.expression.getText(source).slice(0, 8))) {
      const [name] = node.arguments;
      if (name && (ts.isStringLiteralLike(name) || ts.isTemplateExpression(name))) names.push(name.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  code.push(source.text.slice(end));
  return [...names, ...(code.join('""').match(/\/\/.*|\/\*[^]*?\*\//g) ?? [])];
}

interface Exported {
  name: string;
  isClass: boolean;
  file: string;
}

function exportedFrom({ file, source }: { file: string; source: ts.SourceFile }): Exported[] {
  return source.statements.flatMap((node) => {
    const isClass = ts.isClassDeclaration(node);
    if (!isClass && !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) return [];
    const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported && node.name ? [{ name: node.name.text, isClass, file }] : [];
  });
}

const exported = parsed.flatMap(exportedFrom);

describe('the glossary', () => {
  it('has each word once', () => {
    const words = [...rowsOf(kept), ...rowsOf(retired)].flatMap(([row]) => row);
    expect(words.filter((word, place) => words.indexOf(word) !== place)).toEqual([]);
    expect(words.length).toBeGreaterThan(60);
  });

  it('retires words that no name uses, of a file or in one', () => {
    const banned = new Set(rowsOf(retired).flatMap(([row]) => row));
    const isBanned = (name: string): boolean => wordsOf(name).some((word) => banned.has(word));
    const used = parsed.flatMap(({ file, source }) => [
      ...(isBanned(basename(file)) ? [file] : []),
      ...declaredIn(source)
        .filter(isBanned)
        .map((name) => `${file}: ${name}`),
    ]);
    expect(used).toEqual([]);
  });
});

describe('prose', () => {
  it('does without words of books, in comments and names of tests', () => {
    const used = parsed.flatMap(({ file, source }) => proseOf(source).flatMap((text) => retiredIn(text).map((word) => `${file}: ${word}`)));
    expect(used).toEqual([]);
  });

  it('does without them in documents', () => {
    expect(documents.length).toBeGreaterThan(40);
    expect(documents.flatMap((file) => retiredIn(read(file)).map((word) => `${file}: ${word}`))).toEqual([]);
  });

  it.each([
    ['a comment at the end of a line', 'const a = 1; // Nobody', ['Nobody']],
    ['a comment of several lines', '/**\n * for whoever\n */', ['whoever']],
    ['a comment in JSX', 'const a = <p>{/* meanwhile */}</p>;', ['meanwhile']],
    ['a comment after a glob', "const a = 'libs/**/x'; /* somebody */", ['somebody']],
    ['the name of a test', "it('lets nobody in', () => undefined);", ['nobody']],
    ['the name of a test with a table', "it.each([['nobody']])('lets %s and somebody in', () => undefined);", ['somebody']],
    ['a text', "const a = 'Nobody'; const b = `https://nobody.test/${a}// nobody`;", []],
    ['a text in JSX', 'const a = <p>Nobody // nobody</p>;', []],
  ])('is found, or not, in %s', (_what, text, words) => {
    const source = ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest);
    expect(proseOf(source).flatMap(retiredIn)).toEqual(words);
  });
});

describe('names of classes', () => {
  it('are given once: no other exported class or type has the name of one', () => {
    const classes = new Set(exported.filter(({ isClass }) => isClass).map(({ name }) => name));
    const taken = exported.filter(({ name }) => classes.has(name));
    expect(taken.filter(({ name, file }) => taken.some((other) => other.name === name && other.file !== file))).toEqual([]);
  });

  it('follow from the file where its name says a role', () => {
    const roles = /([^/]+)\.(module|controller|consumer|gateway|service|repository|entity)\.ts$/;
    const pascal = (kebab: string): string => kebab.replace(/(?:^|-)([a-z\d])/g, (_all, letter: string) => letter.toUpperCase());
    const missing = files.flatMap((file) => {
      const [, stem = '', role = ''] = roles.exec(file) ?? [];
      const expected = pascal(stem) + pascal(role);
      return role === '' || exported.some((one) => one.file === file && one.name === expected) ? [] : [`${file}: ${expected}`];
    });
    expect(missing).toEqual([]);
  });

  it('are none in a policy: that is pure functions', () => {
    expect(exported.filter(({ isClass, file }) => isClass && file.endsWith('.policy.ts'))).toEqual([]);
  });
});
