import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../..');
const files = ['apps/web/src', 'libs/ui/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(root, folder, file)),
);

/** Of each stylesheet that a file imports, the classes that the file names and the stylesheet has not. */
function missingIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/import (\w+) from '(\.[^']+\.module\.css)'/g)].flatMap(([, name = '', path = '']) => {
    const classes = new Set([...readFileSync(join(dirname(file), path), 'utf8').matchAll(/\.([A-Za-z_][\w-]*)/g)].map(([, found]) => found));
    const used = new Set([...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, found]) => found));
    return [...used].filter((one) => !classes.has(one)).map((one) => `${file.slice(root.length + 1)}: ${one}`);
  });
}

describe('styles', () => {
  it('are looked for in every component', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it('that a component names are in its stylesheet', () => {
    expect(files.flatMap(missingIn)).toEqual([]);
  });
});
