import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { Transactions } from '@hallway/service-kit/database';
import { eventually } from '@hallway/testing';

import { ImagesService } from '../src/images/images.service';
import { ReferencesRepository } from '../src/references/references.repository';
import { BlobStore } from '../src/storage/blob-store';
import { sentKey, sentPrefix } from '../src/storage/upload-keys';
import { SweeperService } from '../src/uploads/sweeper.service';
import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

const stores: [string, Record<string, unknown>][] = [['disk', {}]];
const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env;
// The object store's side runs where there is one.
if (S3_ENDPOINT) stores.push(['s3', { UPLOADS_STORE: 's3', S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }]);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const tomorrow = () => Date.now() + 25 * 3_600_000;

interface Declared {
  id: string;
  upload: { url: string; headers: Record<string, string> };
  resumable: { url: string };
}

describe.each(stores)('bytes that come late (%s)', (_store, settings) => {
  let uploads: UploadsUnderTest;
  let ana: User;
  let blobs: BlobStore;
  let declared: Declared;
  beforeAll(async () => {
    uploads = await startUploads(settings);
    blobs = uploads.service.app.get(BlobStore, { strict: false });
  });
  afterAll(() => uploads?.stop());
  beforeEach(async () => {
    ana = uploads.user();
    declared = await json(await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'a.txt', mimeType: 'text/plain', size: 10 } }));
  });
  afterEach(() => jest.restoreAllMocks());

  /** To where the client was told to send: the service, or the object store itself. */
  const put = (body: string) =>
    uploads.call(declared.upload.url.startsWith('http') ? undefined : ana, 'PUT', declared.upload.url, { body, headers: declared.upload.headers });
  const complete = () => uploads.call(ana, 'POST', `/uploads/${declared.id}/complete`);
  const content = async () => (await uploads.call(ana, 'GET', `/uploads/${declared.id}/content`)).text();
  const keep = () =>
    uploads.service.app
      .get(Transactions)
      .run((tx) => uploads.service.app.get(ReferencesRepository, { strict: false }).add(tx, [declared.id], randomUUID(), randomUUID()));
  const sweep = () => uploads.service.app.get(SweeperService, { strict: false }).sweep(tomorrow());

  it('leave a finished file as it was checked, and are swept', async () => {
    await put('good bytes');
    const ready = await json(await complete());
    await keep();
    await put('late bytes');
    // By another replica, which looked at the row before.
    await blobs.write(sentKey(declared.id), Readable.from([Buffer.from('late bytes')]));
    expect(await content()).toBe('good bytes');
    expect(await blobs.list(sentPrefix)).toContain(sentKey(declared.id));
    await sweep();
    expect(await blobs.list(sentPrefix)).toEqual([]);
    expect(await json(await complete())).toEqual(ready);
    expect(await content()).toBe('good bytes');
  });

  it('are refused when a slow request ends after the file is finished', async () => {
    const write = jest.spyOn(blobs, 'write');
    const slow = request(`${uploads.service.url}/api/v1/uploads/${declared.id}/bytes`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ana.token}`, 'content-length': 10 },
    });
    const status = new Promise((resolve, reject) => slow.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject));
    slow.write('late ');
    await eventually(() => expect(write).toHaveBeenCalled());
    await put('good bytes');
    expect((await complete()).status).toBe(200);
    slow.end('bytes');
    expect(await status).toBe(409);
    expect(await content()).toBe('good bytes');
  });

  it('are not mixed with those that another complete has checked', async () => {
    await put('slow bytes');
    const images = uploads.service.app.get(ImagesService, { strict: false });
    const process = images.process.bind(images);
    let faster: unknown;
    jest.spyOn(images, 'process').mockImplementationOnce(async (...checked) => {
      await put('fast bytes');
      faster = await json(await complete());
      return process(...checked);
    });
    const slower = await json(await complete());
    expect(faster).toMatchObject({ status: 'ready', sha256: sha256('fast bytes') });
    expect(slower).toEqual(faster);
    expect(await content()).toBe('fast bytes');
    expect(await blobs.list(declared.id)).toHaveLength(1);
  });

  it('change nothing when a request that was cut still writes in another replica', async () => {
    const patch = (offset: number, body: string) =>
      uploads.call(ana, 'PATCH', declared.resumable.url, {
        body,
        headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      });
    await patch(0, 'good ');
    const openElsewhere = await open(join(uploads.folder, 'pieces', declared.id), 'r+');
    await patch(5, 'bytes');
    expect((await complete()).status).toBe(200);
    await openElsewhere.write('late ', 0);
    await openElsewhere.close();
    expect(await content()).toBe('good bytes');
  });

  it('are stored anew when the process died before the file was finished', async () => {
    await put('good bytes');
    jest.spyOn(uploads.service.app.get(ImagesService, { strict: false }), 'process').mockRejectedValueOnce(new Error('died'));
    expect((await complete()).status).toBe(500);
    await put('more bytes');
    expect(await json(await complete())).toMatchObject({ status: 'ready', sha256: sha256('more bytes') });
    expect(await content()).toBe('more bytes');
    expect(await blobs.list(declared.id)).toHaveLength(1);
  });
});
