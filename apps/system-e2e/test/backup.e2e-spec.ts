import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client } from '@hallway/client';
import { messagesApi } from '@hallway/contracts-messages';
import { uploadsApi } from '@hallway/contracts-uploads';
import { eventually } from '@hallway/testing';

import { idOf, System } from '../src/system';
import { UserLoad } from '../src/user-load';

const root = join(__dirname, '../../..');

/** `npm run backup` or `npm run restore`, without npm. */
async function run(command: 'backup' | 'restore', dataDir: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [`tools/${command}.mjs`, ...args], { cwd: root, env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' } });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hallway-backup-'));
}

const onlyBackup = (to: string): string =>
  join(
    to,
    readdirSync(to).find((name) => name.startsWith('hallway-'))!,
  );

describe('backing up and restoring', () => {
  const folders: string[] = [];
  const folder = () => folders[folders.push(newFolder()) - 1]!;
  const to = folder();
  let system: System;
  let ana: Client;
  let conversationId: string;
  let file: string;
  let acknowledged: string[];

  beforeAll(async () => {
    system = await System.start();
    ana = await system.person('ana');
    const bo = await system.person('bo');
    ({ id: conversationId } = await system.group(ana, bo));
    const data = new TextEncoder().encode('a file to keep');
    ({ id: file } = await ana.uploads.upload({ name: 'kept.txt', type: 'text/plain', size: data.length, data }));
    await ana.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: crypto.randomUUID(), body: 'with a file', attachments: [file] } });
    const load = new UserLoad();
    try {
      for (const client of [ana, bo]) load.posts(system.url, client, conversationId);
      await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(20), { timeoutMs: 30_000 });
      acknowledged = [...load.acknowledged];
      expect(await run('backup', system.dataDir, '--to', to)).toMatchObject({ code: 0, said: expect.stringContaining('Backed up to') as string });
      const during = load.acknowledged.length;
      expect(during).toBeGreaterThan(acknowledged.length);
    } finally {
      await load.stop();
    }
  }, 180_000);
  afterAll(async () => {
    await system?.stop();
    for (const path of folders) rmSync(path, { recursive: true, force: true });
  });

  it('shows that a backup can be put back, beside a running system', async () => {
    const { code, said } = await run('restore', system.dataDir, onlyBackup(to), '--check');
    expect(said).toMatch(/Can be restored, as of .*: 2 people, 1 conversations, \d+ messages, the last of .*, 1 files/);
    expect(code).toBe(0);
  });

  it('refuses to restore onto data, or under a running system, and leaves it as it is', async () => {
    expect(await run('restore', system.dataDir, onlyBackup(to), '--replace')).toMatchObject({
      code: 1,
      said: expect.stringContaining('already runs') as string,
    });
    const other = folder();
    expect(await run('restore', other, onlyBackup(to))).toMatchObject({ code: 0 });
    const again = await run('restore', other, onlyBackup(to));
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('There is data in') as string });
    expect(await run('restore', other, onlyBackup(to), '--replace')).toMatchObject({
      code: 0,
      said: expect.stringContaining('what was there is in') as string,
    });
  });

  it('brings every acknowledged message, the file and the accounts to a new machine', async () => {
    const dataDir = folder();
    expect(await run('restore', dataDir, onlyBackup(to))).toMatchObject({ code: 0 });
    const before = await system.history(ana, conversationId);
    const restored = await System.start({}, { dataDir });
    try {
      const { username } = ana.session.getSnapshot().user!;
      const again = restored.client();
      await again.session.login({ login: username, password: `a long password ${username}` });
      expect(idOf(again)).toBe(idOf(ana));
      const after = await restored.history(again, conversationId);
      expect(after).toEqual(before.slice(0, after.length));
      const ids = new Set(after.map(({ id }) => id));
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      expect(await (await again.blob(uploadsApi.content, { params: { uploadId: file }, query: {} })).text()).toBe('a file to keep');
      const sent = await again.emit('message:send', { conversationId, clientMessageId: crypto.randomUUID(), body: 'and on it goes' });
      expect(sent.seq).toBe(after.length + 1);
    } finally {
      await restored.stop();
    }
  }, 120_000);

  it('backs up a system that does not run, and removes only what is older than it keeps', async () => {
    const dataDir = folder();
    expect(await run('restore', dataDir, onlyBackup(to))).toMatchObject({ code: 0 });
    const own = folder();
    for (const name of ['hallway-20200101T000000Z', 'hallway-mine', 'notes']) appendFileSync(join(own, name), '');
    expect(await run('backup', dataDir, '--to', own)).toMatchObject({ code: 0, said: expect.stringContaining('1 older than 30 days removed') as string });
    expect(existsSync(join(own, 'hallway-mine')) && existsSync(join(own, 'notes'))).toBe(true);
    const made = readdirSync(own).find((name) => /^hallway-\d/.test(name))!;
    expect(await run('restore', dataDir, join(own, made), '--check')).toMatchObject({ code: 0 });
  });

  it('names the file of a backup that has changed, and restores nothing of it', async () => {
    const own = folder();
    expect(await run('backup', system.dataDir, '--to', own)).toMatchObject({ code: 0 });
    const backup = onlyBackup(own);
    appendFileSync(join(backup, 'postgres/PG_VERSION'), ' ');
    const empty = folder();
    const refused = await run('restore', empty, backup);
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/damaged: postgres\/PG_VERSION .*Nothing was changed/) as string });
    expect(readdirSync(empty)).toEqual([]);
  });

  it('says what is not as it was', async () => {
    const own = folder();
    expect(await run('backup', system.dataDir, '--to', own)).toMatchObject({ code: 0 });
    const backup = onlyBackup(own);
    const manifest = join(backup, 'backup.json');
    const { files, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: [string][] };
    const isUpload = ([path]: [string]) => path.startsWith('uploads/files/');
    for (const [path] of files.filter(isUpload)) rmSync(join(backup, path));
    writeFileSync(manifest, JSON.stringify({ ...rest, files: files.filter((entry) => !isUpload(entry)) }));
    expect(await run('restore', system.dataDir, backup, '--check')).toMatchObject({
      code: 1,
      said: expect.stringContaining('1 of 1 files are missing') as string,
    });
  });

  it.each([
    ['backup', [], /nothing to back up/],
    ['backup', ['--keep-days', 'soon'], /--keep-days must be a number/],
    ['restore', [], /Say which backup/],
    ['restore', ['/nowhere'], /is not a backup of Hallway/],
    ['restore', ['--help'], /Puts a backup back/],
  ] as const)('npm run %s with %j says what it is about', async (command, args, sentence) => {
    const { code, said } = await run(command, folder(), ...args);
    expect(said).toMatch(sentence);
    expect(code).toBe(args[0] === '--help' ? 0 : 1);
  });
});
