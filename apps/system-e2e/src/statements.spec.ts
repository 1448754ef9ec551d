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
  return rows.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')));
}

const settingsIn = (page: string): string[] => rowsOf(page).map(([name = '']) => name).filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name));

/** Events whose constants the code of a service names in such a place, as the documents call them. */
function eventsOf(service: string, place: RegExp): string[] {
  const code = filesBelow(`apps/${service}/src`, '.ts').filter((file) => !file.endsWith('spec.ts'));
  const constants = code.flatMap((file) => [...read(file).matchAll(place)].map(([, constant = '']) => constant));
  const types = constants.flatMap((constant) => events[constant]?.type?.split('.')[1] ?? []);
  return [...new Set(types)].sort();
}

describe('docs/architecture.md', () => {
  const table = rowsOf(read('docs/architecture.md'));
  const namesIn = (cell = ''): string[] => (cell === '–' ? [] : cell.split(/, */).sort());

  it.each(services)('says what %s tells and listens to', (service) => {
    const [, , tells, listens] = table.find(([name]) => name === service) ?? [];
    expect(namesIn(tells)).toEqual(eventsOf(service, /(?:outbox\.add\(\s*tx,\s*|\btype: )(\w+)/g));
    expect(namesIn(listens)).toEqual(eventsOf(service, /@Consume\((\w+)/g));
  });
});

describe('settings', () => {
  it('of the README are those that npm start --help names', () => {
    const help = execFileSync(process.execPath, ['tools/start.mjs', '--help'], { cwd: root, encoding: 'utf8' });
    const [, section = ''] = read('README.md').split('## Settings');
    expect([...help.matchAll(/^ {2}([A-Z_]+) {2,}/gm)].map(([, name]) => name).sort()).toEqual(settingsIn(section).sort());
  });

  it('that compose passes on exist', () => {
    const known = new Set(services.flatMap((service) => settingsIn(read(`apps/${service}/README.md`))));
    const passed = [...read('docker-compose.yml').matchAll(/\b([A-Z][A-Z0-9_]{3,}): /g)].map(([, name = '']) => name);
    expect(passed.length).toBeGreaterThan(15);
    const ofImages = /^(POSTGRES_|SCHEMA_PASSWORD$|REDISCLI_AUTH$|SERVICE$)/;
    expect([...new Set(passed)].filter((name) => !known.has(name) && !ofImages.test(name))).toEqual([]);
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

  it('are all in the index', () => {
    const index = read('docs/README.md');
    const missing = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md' && !index.includes(`(${page.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});
