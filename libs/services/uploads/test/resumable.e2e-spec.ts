import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';

import { SweeperService } from '../src/uploads/sweeper.service';
import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

describe('resumable uploads', () => {
  let uploads: UploadsUnderTest;
  let ana: User;
  beforeAll(async () => {
    uploads = await startUploads();
    ana = uploads.user();
  });
  afterAll(() => uploads?.stop());

  const tus = { 'tus-resumable': '1.0.0' };
  const declare = async (size: number) =>
    json(await uploads.call(ana, 'POST', '/uploads', { json: { fileName: 'big.bin', mimeType: 'application/octet-stream', size } }));
  const send = (url: string, offset: number, body: string) =>
    uploads.call(ana, 'PATCH', url, { body, headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' } });
  const offsetOf = async (url: string) => (await uploads.call(ana, 'HEAD', url, { headers: tus })).headers.get('upload-offset');

  it('goes on where it was cut', async () => {
    const { id, resumable } = await declare(10);
    expect(await offsetOf(resumable.url)).toBe('0');
    expect((await send(resumable.url, 0, '01234')).status).toBe(204);
    expect(await offsetOf(resumable.url)).toBe('5');
    expect((await send(resumable.url, 3, 'xx')).status).toBe(409);
    expect((await uploads.call(ana, 'POST', `/uploads/${id}/complete`)).status).toBe(409);
    expect((await send(resumable.url, 5, '56789')).status).toBe(204);
    expect(await json(await uploads.call(ana, 'POST', `/uploads/${id}/complete`))).toMatchObject({ status: 'ready', size: 10 });
    expect(await (await uploads.call(ana, 'GET', `/uploads/${id}/content`)).text()).toBe('0123456789');
  });

  it.each(['uploadUrl', 'endpoint'])('works with an unmodified tus client, given the address as %s', async (option) => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const { id, resumable } = await declare(bytes.length);
    await new Promise<void>((resolve, reject) => {
      new Upload(bytes, {
        [option]: uploads.service.url + resumable.url,
        headers: { authorization: `Bearer ${ana.token}` },
        chunkSize: 100_000,
        retryDelays: null,
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    expect(await json(await uploads.call(ana, 'POST', `/uploads/${id}/complete`))).toMatchObject({ status: 'ready', size: 300_000 });
  });

  it('sweeps pieces of uploads that are not continued', async () => {
    const { id, resumable } = await declare(10);
    await send(resumable.url, 0, '01234');
    const pieces = () => readdirSync(join(uploads.folder, 'pieces')).filter((name) => name.startsWith(id));
    const sweeper = uploads.service.app.get(SweeperService, { strict: false });
    await sweeper.sweep();
    expect(pieces()).toHaveLength(2);
    await sweeper.sweep(Date.now() + 25 * 3_600_000);
    expect(pieces()).toEqual([]);
  });
});
