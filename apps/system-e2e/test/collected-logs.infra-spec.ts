import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { usersApi } from '@hallway/contracts-auth';
import { eventually } from '@hallway/testing';

import { freePort } from '../../../tools/local-stack/ports.mjs';
import { Rsyslog } from '../src/rsyslog';
import { System } from '../src/system';

const root = mkdtempSync(join(tmpdir(), 'hallway-logs-'));
const collected = join(root, 'collected');
const read = (file: string): string[] =>
  existsSync(join(collected, file))
    ? readFileSync(join(collected, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
const files = (): string[] =>
  existsSync(collected) ? readdirSync(collected, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log')) : [];

/** Writes a line as Docker's json-file does. */
function write(container: string, line: string): void {
  const folder = join(root, 'containers', container);
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${container}-json.log`), `${JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: new Date().toISOString() })}\n`);
}

describe('the example of a central collection', () => {
  let forward: Rsyslog;
  let collect: Rsyslog;
  /** What the services of a running system wrote, at a level that leaves out all but audit lines. */
  const lines: string[] = [];
  const postgres = 'LOG:  database system is ready to accept connections';
  const forged = `ERROR:  "audit":true, "service":"auth"`;

  beforeAll(async () => {
    const port = await freePort();
    forward = new Rsyslog(join(root, 'forward'), 'hallway-forward.conf', {
      '/var/lib/docker/containers': join(root, 'containers'),
      'logs.internal': '127.0.0.1',
      '2514': port,
      'resumeInterval="5"': 'resumeInterval="1"',
    });
    collect = new Rsyslog(join(root, 'collect'), 'hallway-collect.conf', { '/var/log/hallway': collected, '2514': port });
    mkdirSync(join(root, 'containers'));

    const system = await System.start({}, { env: { LOG_LEVEL: 'warn' }, onLine: (_instance, line) => lines.push(line) });
    try {
      const ana = await system.person('ana');
      await ana.call(usersApi.updateMe, { body: { statusText: 'away' } });
      await system.group(ana, await system.person('bo'));
      await eventually(() => lines.some((line) => line.includes('"profile-changed"')) && lines.some((line) => line.includes('"members-added"')));
    } finally {
      await system.stop();
    }
    const long = JSON.stringify({ level: 'ERROR', service: 'messages', err: { stack: '"\\n'.repeat(3_000) }, msg: 'unexpected failure' });
    lines.push(long, JSON.stringify({ level: 'INFO', service: 'uploads', audit: false, msg: 'ä "quoted" \u001b[31m' }));
  }, 120_000);
  afterAll(async () => {
    await forward?.stop();
    await collect?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const audits = () => lines.filter((line) => line.includes('"audit":true'));
  const others = () => lines.filter((line) => !line.includes('"audit":true'));
  /** A line may come twice, none may be missing or changed. */
  const once = (found: string[]): string[] => [...new Set(found)].sort();

  it('is sound, as rsyslog reads it', () => {
    expect([forward.faults(), collect.faults()]).toEqual([[], []]);
  });

  it('brings every line as it was written, audit lines to a file of their own', async () => {
    forward.start();
    for (const [index, line] of lines.entries()) write(`c${index % 3}`, line);
    for (const line of [postgres, forged]) write('postgres', line);
    collect.start();
    await eventually(
      () => {
        expect(once(read('audit/audit.log'))).toEqual(once(audits()));
        const elsewhere = files().filter((file) => file.startsWith('services/') && !file.endsWith('other.log'));
        expect(once(elsewhere.flatMap(read))).toEqual(once(others()));
        expect(once(read('services/other.log'))).toEqual(once([postgres, forged]));
      },
      { timeoutMs: 60_000 },
    );
    expect(audits().length).toBeGreaterThan(3);
    for (const line of read('services/messages.log')) expect(JSON.parse(line)).toMatchObject({ service: 'messages' });
  }, 90_000);

  /** Audit lines with a number, that a test knows again. */
  const numbered = (round: string) => Array.from({ length: 100 }, (_, n) => JSON.stringify({ service: 'auth', audit: true, round, n }));
  const missingOf = (sent: string[]) => {
    const found = new Set(read('audit/audit.log'));
    return sent.filter((line) => !found.has(line)).length;
  };

  it('loses none while the collector is away, nor while the one that forwards is', async () => {
    const [late, later] = [numbered('late'), numbered('later')];
    await collect.stop();
    for (const line of late) write('c1', line);
    collect.start();
    await eventually(() => missingOf(late) === 0, { timeoutMs: 60_000 });
    await forward.stop();
    for (const line of later) write('c1', line);
    forward.start();
    await eventually(() => missingOf(later) === 0, { timeoutMs: 60_000 });
  }, 130_000);

  it('loses one at the most when the one that forwards is started anew while the collector is away', async () => {
    const sent = numbered('queued');
    await collect.stop();
    for (const line of sent) write('c1', line);
    await eventually(() => forward.holds('queued'), { timeoutMs: 30_000 });
    await forward.stop();
    forward.start();
    collect.start();
    await eventually(() => missingOf(sent) <= 1, { timeoutMs: 60_000 });
  }, 130_000);

  it('writes nothing outside its folder, whatever a line calls its service', async () => {
    write('c2', JSON.stringify({ service: '../../../elsewhere', msg: 'x' }));
    await eventually(() => expect(files().filter((file) => file.includes('elsewhere'))).toHaveLength(1), { timeoutMs: 30_000 });
    expect(readdirSync(root).sort()).toEqual(['collected', 'collect', 'containers', 'forward'].sort());
  }, 60_000);

  it('keeps audit lines longer than the others', async () => {
    await collect.stop();
    const example = readFileSync(join(__dirname, '../../../deploy/rsyslog/hallway.logrotate'), 'utf8');
    const config = join(root, 'forward', 'logrotate.conf');
    writeFileSync(config, example.replaceAll('/var/log/hallway', collected).replace(/^\s*\/usr\/lib\/rsyslog\/rsyslog-rotate$/gm, 'true'), { mode: 0o600 });
    expect(readFileSync(config, 'utf8')).not.toContain('/var/log');
    const rotate = () => spawnSync('logrotate', ['--force', '--state', join(root, 'forward', 'logrotate.state'), config], { encoding: 'utf8' });
    const { status, stderr } = rotate();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(collected, 'audit'))).toEqual([expect.stringMatching(/^audit\.log-\d{8}$/)]);
    const days = [...example.matchAll(/^\/var\/log\/hallway\/(\w+)\/[^}]*maxage (\d+)/gm)].map(([, folder, age]) => [folder, Number(age)]);
    expect(days).toEqual([
      ['services', 30],
      ['audit', 400],
    ]);
  });
});
