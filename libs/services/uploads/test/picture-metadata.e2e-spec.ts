import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { DataSource } from 'typeorm';

import { Outbox } from '@hallway/event-bus';

import { BlobStore } from '../src/storage/blob-store';
import { SweeperService } from '../src/uploads/sweeper.service';
import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

const place = 'Hallway Street';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Of a camera that lay on its side. */
const photo = () =>
  sharp({ create: { width: 400, height: 200, channels: 3, background: '#007378' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSMapDatum: place } })
    .jpeg()
    .toBuffer();

describe('metadata of pictures', () => {
  let uploads: UploadsUnderTest;
  let ana: User;
  let sent: Buffer;
  beforeAll(async () => {
    uploads = await startUploads();
    sent = await photo();
    expect(sent.includes(place)).toBe(true);
  });
  afterAll(() => uploads?.stop());
  beforeEach(() => {
    ana = uploads.user();
  });
  afterEach(() => jest.restoreAllMocks());

  const send = async (details: object = {}) => {
    const declared = await json(
      await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'a.jpg', mimeType: 'image/jpeg', size: sent.length, ...details } }),
    );
    await uploads.call(ana, 'PUT', declared.upload.url, { body: new Uint8Array(sent) });
    return declared.id as string;
  };
  const complete = (id: string) => uploads.call(ana, 'POST', `/uploads/${id}/complete`);
  const original = async (id: string) => {
    const answer = await uploads.call(ana, 'GET', `/uploads/${id}/content`);
    return { status: answer.status, length: answer.headers.get('content-length'), bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  /** `sent`, and what is or may be served: `content` and endings. */
  const filesOf = (id: string) =>
    readdirSync(uploads.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.startsWith(id))
      .map(({ name, parentPath }) => ({
        name: basename(parentPath) === 'sent' ? 'sent' : name.replace(id, 'content').replace(/-[0-9a-f-]{36}/, ''),
        bytes: readFileSync(join(parentPath, name)),
      }));
  const namesOf = (id: string) =>
    filesOf(id)
      .map(({ name }) => name)
      .sort();
  const filesWithPlace = (id: string) => filesOf(id).filter(({ bytes }) => bytes.includes(place));
  const published = (id: string) => uploads.service.app.get(DataSource).query(`SELECT type FROM outbox WHERE subject = $1`, [id]);
  const blobs = () => uploads.service.app.get(BlobStore, { strict: false });

  it('serves and keeps a picture without place and camera, turned as it was; size and hash are of what is served', async () => {
    const id = await send({ sha256: sha256(sent) });
    const ready = await json(await complete(id));
    const { status, length, bytes } = await original(id);
    expect([status, length, ready.size, ready.sha256]).toEqual([200, String(bytes.length), bytes.length, sha256(bytes)]);
    expect(bytes.includes(place) || bytes.includes('Camera')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ orientation: 6, width: 400, height: 200 });
    expect((await sharp(bytes).raw().toBuffer()).equals(await sharp(sent).raw().toBuffer())).toBe(true);
    expect(ready).toMatchObject({ width: 200, height: 400, mimeType: 'image/jpeg' });
    expect(namesOf(id)).toEqual(['content', 'content.preview', 'content.thumb']);
    expect(filesWithPlace(id)).toEqual([]);
    const part = await uploads.call(ana, 'GET', `/uploads/${id}/content`, { headers: { range: `bytes=4-${bytes.length + 100}` } });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4))).toBe(true);
  });

  it('holds a client to what it sent, not to what is left of it', async () => {
    const cleanHash = (await json(await complete(await send()))).sha256;
    const answer = await complete(await send({ sha256: cleanHash }));
    expect([answer.status, (await json(answer)).code]).toEqual([400, 'upload-mismatch']);
  });

  it('answers completes one after another and at once with the same, and tells it once', async () => {
    const id = await send();
    const answers = await Promise.all([complete(id), complete(id), complete(id)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    const [first, ...others] = await Promise.all([...answers, await complete(id)].map(json));
    for (const other of others) expect(other).toEqual(first);
    expect(await published(id)).toHaveLength(1);
    const { bytes } = await original(id);
    expect(sha256(bytes)).toBe(first.sha256);
    expect(filesWithPlace(id)).toEqual([]);
  });

  it('takes no bytes any more once it is finished', async () => {
    const id = await send();
    jest.spyOn(blobs(), 'remove').mockRejectedValueOnce(new Error('died'));
    expect((await complete(id)).status).toBe(500);
    const again = await uploads.call(ana, 'PUT', `/uploads/${id}/bytes`, { body: new Uint8Array(sent) });
    expect([again.status, (await json(again)).code]).toEqual([409, 'upload-finished']);
  });

  // Each is a moment at which the process may die: what is stored then is what a kill leaves.
  it.each<[string, number, () => void]>([
    ['before the clean copy is stored', 404, () => jest.spyOn(blobs(), 'adopt').mockRejectedValueOnce(new Error('died'))],
    [
      'before it is told',
      404,
      () =>
        jest.spyOn(uploads.service.app.get(Outbox, { strict: false }), 'add').mockImplementationOnce(() => {
          throw new Error('died');
        }),
    ],
    ['before what was sent is removed', 200, () => jest.spyOn(blobs(), 'remove').mockRejectedValueOnce(new Error('died'))],
  ])('does not show what was sent and goes on when it died %s', async (_moment, status, die) => {
    const id = await send();
    die();
    expect((await complete(id)).status).toBe(500);
    const early = await original(id);
    expect([early.status, early.bytes.includes(place)]).toEqual([status, false]);
    const ready = await json(await complete(id));
    const { bytes } = await original(id);
    expect([sha256(bytes), bytes.includes(place)]).toEqual([ready.sha256, false]);
    expect(namesOf(id)).toEqual(['content', 'content.preview', 'content.thumb']);
    expect(filesWithPlace(id)).toEqual([]);
    expect(await published(id)).toHaveLength(1);
  });

  it('sweeps what a process that died has left of a picture and of its work', async () => {
    const id = await send();
    jest.spyOn(blobs(), 'adopt').mockRejectedValueOnce(new Error('died'));
    await complete(id);
    expect(namesOf(id)).toEqual(['content', 'content.preview', 'content.thumb', 'sent']);
    const left = join(uploads.folder, 'work', 'work-died');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'sent'), sent);
    const yesterday = Date.now() / 1000 - 25 * 3_600;
    utimesSync(left, yesterday, yesterday);
    const sweeper = uploads.service.app.get(SweeperService, { strict: false });
    await sweeper.sweep();
    expect(readdirSync(join(uploads.folder, 'work'))).toEqual([]);
    await sweeper.sweep(Date.now() + 25 * 3_600_000);
    await sweeper.sweep(Date.now() + 27 * 3_600_000);
    expect(namesOf(id)).toEqual([]);
  });

  it('keeps what only begins like a picture as it was sent, as a file', async () => {
    const text = Buffer.from('GIFTS for everybody');
    const ready = await uploads.upload(ana, text, { fileName: 'list.gif', mimeType: 'image/gif' });
    expect(ready).toMatchObject({ mimeType: 'application/octet-stream', size: text.length, sha256: sha256(text) });
    expect((await original(ready.id)).bytes.equals(text)).toBe(true);
  });
});
