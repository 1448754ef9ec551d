import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../../../tools/local-stack/ports.mjs';
import { serverOwner } from '../../../tools/local-stack/postgres-files.mjs';
import { redisBinary } from '../../../tools/local-stack/redis-binary.mjs';
import { NpmStart, type Settings } from '../src/npm-start';

/** What a start that cannot work says; it must end by itself, with 1, and show no stack of ours. */
async function refusal(settings: Settings, args: string[] = []): Promise<string> {
  const start = new NpmStart({ PORT: '0', ...settings }, args);
  expect({ code: await start.end(), text: start.text }).toEqual({ code: 1, text: expect.not.stringMatching(/^ {4}at /m) as string });
  return start.text;
}

describe('npm start that cannot work', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hallway-refusal-'));
    chmodSync(dir, 0o711); // PostgreSQL may run as another user
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('says what each setting means when it is asked', async () => {
    const start = new NpmStart({ DATA_DIR: dir }, ['--help']);
    expect(await start.end()).toBe(0);
    for (const name of [
      'PORT',
      'HOST',
      'DATA_DIR',
      'DATABASE_URL',
      'REDIS_URL',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'RATE_LIMITS',
      'HALLWAY_MODE',
      'REPLICAS',
      '--replicas',
    ])
      expect(start.text).toContain(name);
  });

  it.each<[string, Partial<Settings>, string[], RegExp]>([
    ['a PORT that is none', { PORT: 'eighty' }, [], /^PORT must be a number from 0 to 65535; it is "eighty"\.$/m],
    [
      'replicas of a service that is none',
      { HALLWAY_MODE: 'separate', REPLICAS: 'mesages:2' },
      [],
      /^REPLICAS must be a list such as messages:2,realtime:2, of auth, conversations, messages, uploads, realtime, api-gateway, each with a number from 1 to 20; "mesages:2" is none of it\.$/m,
    ],
    [
      'replicas that are no number',
      { HALLWAY_MODE: 'separate' },
      ['--replicas', 'messages:two'],
      /^REPLICAS must be a list .* "messages:two" is none of it\.$/m,
    ],
    [
      'replicas of one service, where there is one process',
      { REPLICAS: 'messages:2' },
      [],
      /^REPLICAS must be a number from 1 to 20, as all services run in one process; it is "messages:2"\. With HALLWAY_MODE=separate it is a list such as messages:2,realtime:2\.$/m,
    ],
    ['no replica at all', {}, ['--replicas', '0'], /^REPLICAS must be a number from 1 to 20, .*; it is "0"\./m],
    [
      'a program that is none',
      {},
      ['--only', 'mesages'],
      /^There is no program "mesages"; there are hallway, auth, conversations, messages, uploads, realtime, api-gateway\.$/m,
    ],
    ['an option that is none', {}, ['--replica', 'messages=2'], /Unknown option '--replica'.*npm start -- --help/s],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      [],
      /^The database at 127\.0\.0\.1:1 does not accept the connection: .+$/m,
    ],
    ['a database address that is none', { DATABASE_URL: 'nonsense' }, [], /^DATABASE_URL must be a postgres:\/\/ address\.$/m],
    ['a Redis that does not answer', { REDIS_URL: 'redis://127.0.0.1:1' }, [], /^REDIS_URL names a server that does not answer: .+$/m],
    ['a Redis address that is none', { REDIS_URL: 'nonsense' }, [], /^REDIS_URL must be a redis:\/\/ or rediss:\/\/ address\.$/m],
  ])('names %s', async (_what, settings, args, sentence) => {
    const text = await refusal({ DATA_DIR: join(dir, 'data'), ...settings }, args);
    expect(text).toMatch(sentence);
  });

  it('names a data folder that is a file', async () => {
    writeFileSync(join(dir, 'data'), '');
    expect(await refusal({ DATA_DIR: join(dir, 'data') })).toMatch(
      /^The data folder .*data cannot be made: a file is in the way\. Set DATA_DIR to another folder\.$/m,
    );
  });

  it('names damaged secrets and a damaged database, and deletes nothing', async () => {
    const data = join(dir, 'data');
    mkdirSync(join(data, 'postgres'), { recursive: true });
    writeFileSync(join(data, 'secrets.json'), '{"half":');
    expect(await refusal({ DATA_DIR: data })).toMatch(/^.*secrets\.json cannot be read \(.*\); restore it from a backup, or choose another DATA_DIR\.$/m);
    rmSync(join(data, 'secrets.json'));
    writeFileSync(join(data, 'postgres', 'PG_VERSION'), 'nonsense\n');
    writeFileSync(join(data, 'postgres', 'precious'), 'x');
    chmodSync(data, 0o711);
    const owner = serverOwner();
    if (owner) spawnSync('chown', ['-R', `${owner.uid}:${owner.gid}`, join(data, 'postgres')]);
    expect(await refusal({ DATA_DIR: data })).toMatch(
      /^The PostgreSQL data is damaged or from another version: restore a backup, or choose another DATA_DIR\..*$/m,
    );
    expect(spawnSync('ls', [join(data, 'postgres')], { encoding: 'utf8' }).stdout).toContain('precious');
  });

  it('says that the disk is full', async () => {
    const disk = join(dir, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { encoding: 'utf8' });
    if (mounted.status !== 0) {
      process.stderr.write(`The test of a full disk is left out: a small disk cannot be mounted here (${(mounted.stderr || String(mounted.error)).trim()})\n`);
      return;
    }
    try {
      expect(await refusal({ DATA_DIR: join(disk, 'data') })).toMatch(/^The disk is full(:.*)?\. Free some space and start again\.$/m);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
  });

  it('tells how to get Redis where there is none', () => {
    const where = (present: string[]) => (name: string) => (present.includes(name) ? `/usr/bin/${name}` : undefined);
    expect(() => redisBinary(() => undefined, where(['dnf']))).toThrow(
      'Hallway needs Redis and found no redis-server or valkey-server: run "sudo dnf install -y valkey", or set REDIS_URL to a server that is already there.',
    );
    expect(() => redisBinary(() => undefined, where(['apk']))).toThrow('run "sudo apk add redis"');
    expect(redisBinary(() => undefined, where(['valkey-server']))).toEqual({ command: '/usr/bin/valkey-server', env: {} });
  });

  it('does not keep the port it was refused', async () => {
    const port = String(await freePort());
    const settings = { DATA_DIR: join(dir, 'data'), PORT: port, REDIS_URL: 'redis://127.0.0.1:1' };
    await refusal(settings);
    expect(await refusal(settings)).toContain('REDIS_URL names a server');
  });
});
