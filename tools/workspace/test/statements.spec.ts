import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import * as auth from '@hallway/contracts-auth';
import * as conversations from '@hallway/contracts-conversations';
import * as messages from '@hallway/contracts-messages';
import * as uploads from '@hallway/contracts-uploads';

const root = join(__dirname, '../../..');
const services = ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'];
const events = { ...auth, ...conversations, ...messages, ...uploads } as unknown as Record<string, { type?: string }>;

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Paths from the root of the workspace. */
function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The cells of all rows of all tables of a page. */
function rowsOf(page: string): string[][] {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const settingsIn = (page: string): string[] =>
  rowsOf(page)
    .map(([name = '']) => name)
    .filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name));

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.nx', '.data', '.cache']);

/** Every file and folder of the workspace, as paths from its root. */
function everything(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [path, ...everything(path)] : [path];
    });
}

/** What a page may leave open in a path: `<service>`, `{a,b}`, `*`. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.+]/g, '\\$&')
    .replace(/<\w+>/g, '[^/]+')
    .replace(/\{([^}]+)\}/g, (_all, names: string) => `(${names.replaceAll(',', '|')})`)
    .replace(/(?<!\])\*/g, '[^/]*');
  return new RegExp(`^${source}$`);
}

/** Events whose constants the code of a service names in such a place, as the documents call them. */
function eventsOf(service: string, place: RegExp): string[] {
  const code = filesBelow(`libs/services/${service}/src`, '.ts').filter((file) => !file.endsWith('spec.ts'));
  const constants = code.flatMap((file) => [...read(file).matchAll(place)].map(([, constant = '']) => constant));
  const types = constants.flatMap((constant) => events[constant]?.type?.split('.')[1] ?? []);
  return [...new Set(types)].sort();
}

describe('docs/architecture.md', () => {
  const table = rowsOf(read('docs/architecture.md'));
  const namesIn = (cell = ''): string[] => (cell === '–' ? [] : cell.split(/, */).sort());

  it.each(services)('says what %s publishes and consumes', (service) => {
    const [, , emits, consumes] = table.find(([name]) => name === service) ?? [];
    expect(namesIn(emits)).toEqual(eventsOf(service, /(?:outbox\.add\(\s*tx,\s*|\btype: )(\w+)/g));
    expect(namesIn(consumes)).toEqual(eventsOf(service, /@Consume\((\w+)/g));
  });
});

describe('settings', () => {
  it('of the README are those that npm start --help names', () => {
    const help = execFileSync(process.execPath, ['tools/start.mjs', '--help'], { cwd: root, encoding: 'utf8' });
    const [, section = ''] = read('README.md').split('## Settings');
    expect([...help.matchAll(/^ {2}([A-Z_]+) {2,}/gm)].map(([, name]) => name).sort()).toEqual(settingsIn(section).sort());
  });

  it('lets compose run every app', () => {
    const apps = readdirSync(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'src/main.ts')));
    const built = [...read('docker-compose.yml').matchAll(/\bSERVICE: ([\w-]+)/g)].map(([, name]) => name);
    expect(built.sort()).toEqual(apps.sort());
  });
});

describe('documents', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...['docs', 'apps', 'libs', 'tools', 'deploy'].flatMap((folder) => filesBelow(folder, '.md'))];

  it('name the versions of Node that package.json takes', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    for (const [version] of engines.node.matchAll(/\d+\.\d+/g)) expect(read('README.md')).toContain(version);
  });

  it('lead nowhere that is not there', () => {
    const broken = pages.flatMap((page) => {
      const targets = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
      return targets.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target))).map((target) => `${page}: ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it('name no path that is not there', () => {
    const paths = everything();
    const isThere = (path: string): boolean => paths.some((known) => path === known) || paths.some((known) => patternOf(path).test(known));
    // Of the services that the examples of the kit are about.
    const examples = ['notes.service-definition.ts', 'notes.controller.ts', 'notes.service.ts', 'test/notes.e2e-spec.ts'];
    const missing = pages.flatMap((page) => {
      const text = read(page);
      const named = [...text.matchAll(/(?<![\w./-])(?:apps|libs|docs|tools|deploy|src|test)\/[\w./<>{},*-]*[\w>}*]/g)].map(([path]) => path);
      const files = [...text.matchAll(/(?<![\w./<>*-])[\w-]+(?:\.[\w-]+)*\.(?:ts|tsx|mjs)\b/g)].map(([name]) => name);
      const broken = [
        ...named.filter((path) => !isThere(path) && !isThere(join(dirname(page), path))),
        ...files.filter((name) => !paths.some((known) => known.endsWith(`/${name}`))),
      ];
      return broken.filter((path) => !examples.includes(path)).map((path) => `${page}: ${path}`);
    });
    expect(missing).toEqual([]);
  });

  it('are all in the index', () => {
    const index = read('docs/README.md');
    const missing = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md' && !index.includes(`(${page.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});
