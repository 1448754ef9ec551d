import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';

import type { BlobStore } from './blob-store';
import { DiskBlobStore } from './disk-blob-store';
import { S3BlobStore } from './s3-blob-store';
import { sentKey, sentPrefix } from './upload-keys';
import { WorkFolder } from './work-folder';

const folder = mkdtempSync(join(tmpdir(), 'hallway-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stores: [string, () => BlobStore][] = [['disk', () => new DiskBlobStore(join(folder, 'blobs'), new WorkFolder(join(folder, 'work')))]];
const {
  S3_ENDPOINT: endpoint,
  S3_REGION: region = 'us-east-1',
  S3_BUCKET: bucket = 'hallway-test',
  S3_ACCESS_KEY_ID = '',
  S3_SECRET_ACCESS_KEY = '',
} = process.env;
// The object store's side runs where there is one.
if (endpoint) stores.push(['s3', () => new S3BlobStore({ endpoint, region, bucket, accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY })]);

describe.each(stores)('a blob store (%s)', (_name, create) => {
  const store = create();
  let key: string;
  beforeEach(() => {
    key = uuidv7();
  });

  it('is usable', () => expect(store.check()).resolves.toBeUndefined());

  it('gives back what was written, whole and in ranges', async () => {
    await store.write(key, Readable.from([Buffer.from('hello '), Buffer.from('world')]));
    expect(await text(await store.read(key))).toBe('hello world');
    expect(await text(await store.read(key, { start: 3, end: 7 }))).toBe('lo wo');
  });

  it('keeps nothing of a write that failed', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('cut');
      })(),
    );
    await expect(store.write(key, broken)).rejects.toThrow('cut');
    expect(await store.list(key)).toEqual([]);
  });

  it('replaces what was there', async () => {
    await store.write(key, Readable.from([Buffer.from('first')]));
    await store.write(key, Readable.from([Buffer.from('second')]));
    expect(await text(await store.read(key))).toBe('second');
  });

  it('takes over a file', async () => {
    const path = join(folder, key);
    writeFileSync(path, 'from a file');
    await store.adopt(key, path);
    expect(await text(await store.read(key))).toBe('from a file');
  });

  it('removes, also what is not there', async () => {
    await store.write(key, Readable.from([Buffer.from('x')]));
    await store.remove(key);
    await store.remove(key);
    expect(await store.list(key)).toEqual([]);
  });

  it('lists what begins with an id, and of what was sent what is old', async () => {
    for (const stored of [`${key}-1`, `${key}-1.thumb`, sentKey(key), uuidv7()]) await store.write(stored, Readable.from([Buffer.from('x')]));
    expect((await store.list(key)).sort()).toEqual([`${key}-1`, `${key}-1.thumb`]);
    const hourMs = 3_600_000;
    expect(await store.list(sentPrefix, new Date(Date.now() - hourMs))).not.toContain(sentKey(key));
    expect(await store.list(sentPrefix, new Date(Date.now() + hourMs))).toContain(sentKey(key));
  });

  it('copies what is there, and says when there is nothing', async () => {
    expect(await store.copy(sentKey(key), `${key}-copy`)).toBe(false);
    await store.write(sentKey(key), Readable.from([Buffer.from('sent')]));
    expect(await store.copy(sentKey(key), `${key}-copy`)).toBe(true);
    expect(await text(await store.read(sentKey(key)))).toBe('sent');
    expect(await text(await store.read(`${key}-copy`))).toBe('sent');
  });

  it.each<[string, () => Promise<void>]>([
    ['replaced', () => store.write(sentKey(key), Readable.from([Buffer.from('later')]))],
    ['removed', () => store.remove(sentKey(key))],
  ])('leaves a copy as it is when what it was made of is %s', async (_how, change) => {
    await store.write(sentKey(key), Readable.from([Buffer.from('first')]));
    await store.copy(sentKey(key), `${key}-copy`);
    await change();
    expect(await text(await store.read(`${key}-copy`))).toBe('first');
  });

  it('leaves what was copied as it is when the copy is replaced', async () => {
    await store.write(sentKey(key), Readable.from([Buffer.from('first')]));
    await store.copy(sentKey(key), `${key}-copy`);
    await store.write(`${key}-copy`, Readable.from([Buffer.from('clean')]));
    expect(await text(await store.read(sentKey(key)))).toBe('first');
  });

  it('takes bytes at its own address where it has one', async () => {
    const target = await store.putTarget(key, 'text/plain', 5, 60);
    if (!target) return;
    const sent = await fetch(target.url, { method: 'PUT', headers: { ...target.headers }, body: 'hello' });
    expect(sent.status).toBe(200);
    expect(await text(await store.read(key))).toBe('hello');
    const tampered = await fetch(target.url.replace(key, uuidv7()), { method: 'PUT', headers: { ...target.headers }, body: 'hello' });
    expect(tampered.status).toBe(403);
    const longer = await fetch(target.url, { method: 'PUT', headers: { ...target.headers }, body: 'hello and more' });
    expect(longer.status).toBe(403);
  });
});
