import { createHash } from 'node:crypto';
import sharp from 'sharp';

import { BlobStore } from '../src/storage/blob-store';
import { sentPrefix } from '../src/storage/upload-keys';
import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

describe('uploads', () => {
  let uploads: UploadsUnderTest;
  let ana: User;
  let bo: User;
  beforeAll(async () => {
    uploads = await startUploads();
  });
  afterAll(() => uploads?.stop());
  beforeEach(() => {
    ana = uploads.user();
    bo = uploads.user();
  });

  const declare = (user: User, details: object) =>
    uploads.call(user, 'POST', '/uploads', { json: { fileName: 'a.txt', mimeType: 'text/plain', size: 5, ...details } });
  const photo = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#007378' } })
      .jpeg()
      .toBuffer();

  it('declares, takes the bytes in one request and completes', async () => {
    const declared = await json(await declare(ana, {}));
    expect(declared).toMatchObject({
      upload: { method: 'PUT', url: expect.any(String), headers: expect.any(Object) },
      resumable: { protocol: 'tus', url: expect.any(String) },
      expiresAt: expect.any(String),
    });
    expect((await uploads.call(ana, 'PUT', declared.upload.url, { body: 'hello', headers: declared.upload.headers })).status).toBe(204);
    const completed = await uploads.call(ana, 'POST', `/uploads/${declared.id}/complete`);
    expect(completed.status).toBe(200);
    const ready = await json(completed);
    expect(ready).toEqual({
      id: declared.id,
      status: 'ready',
      fileName: 'a.txt',
      mimeType: 'text/plain',
      size: 5,
      sha256: createHash('sha256').update('hello').digest('hex'),
      variants: [],
    });
    expect(await json(await uploads.call(ana, 'POST', `/uploads/${declared.id}/complete`))).toEqual(ready);
  });

  it.each([
    ['\u202egpj.exe', 'gpj.exe'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'file'],
    ['C:\\secret\\می\u200cروم.pdf', 'می\u200cروم.pdf'],
    [`${'long'.repeat(65)}.pdf`, `${'long'.repeat(65).slice(0, 250)}….pdf`],
  ])('keeps the name %j as %j', async (sent, kept) => {
    const ready = await uploads.upload(ana, Buffer.from('hello'), { fileName: sent });
    expect(ready).toMatchObject({ fileName: kept });
    const { headers } = await uploads.call(ana, 'GET', `/uploads/${ready.id}/content`);
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(kept)}`);
  });

  it('measures pictures and makes a thumbnail and a preview', async () => {
    const ready = await uploads.upload(ana, await photo(2000, 1000), { fileName: 'photo.png', mimeType: 'image/png' });
    expect(ready).toMatchObject({
      mimeType: 'image/jpeg',
      width: 2000,
      height: 1000,
      variants: [
        { name: 'thumb', width: 320, height: 160 },
        { name: 'preview', width: 1600, height: 800 },
      ],
    });
    const thumb = await uploads.call(ana, 'GET', `/uploads/${ready.id}/content?variant=thumb`);
    expect(thumb.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).toMatchObject({ width: 320, height: 160 });
  });

  it.each(['gif', 'webp'] as const)('says that a %s moves, and makes stills of it', async (format) => {
    const frame = (background: string) =>
      sharp({ create: { width: 40, height: 20, channels: 3, background } })
        .png()
        .toBuffer();
    const moving = await sharp([await frame('#007378'), await frame('#780073')], { join: { animated: true } })
      .toFormat(format, { delay: [100, 100], loop: 0 })
      .toBuffer();
    const ready = await uploads.upload(ana, moving, { fileName: `a.${format}` });
    expect(ready).toMatchObject({ width: 40, height: 20, animated: true });
    const of = async (variant: string) =>
      sharp(Buffer.from(await (await uploads.call(ana, 'GET', `/uploads/${ready.id}/content?variant=${variant}`)).arrayBuffer())).metadata();
    expect([(await of('original')).pages, (await of('preview')).pages ?? 1]).toEqual([2, 1]);
    expect(await uploads.upload(ana, await photo(10, 10))).not.toHaveProperty('animated');
  });

  it('keeps a picture that claims to be enormous as a plain file, without decoding it', async () => {
    const bomb = await photo(8, 8);
    // The size in the JPEG frame header (SOF0): 60000 x 60000.
    const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
    bomb.writeUInt16BE(60_000, frame + 5);
    bomb.writeUInt16BE(60_000, frame + 7);
    const ready = await uploads.upload(ana, bomb, { mimeType: 'image/jpeg' });
    expect(ready).toMatchObject({ status: 'ready', mimeType: 'image/jpeg', variants: [] });
    expect(ready).not.toHaveProperty('width');
  });

  it('says what the bytes are and serves dangerous ones only as downloads', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const ready = await uploads.upload(ana, svg, { fileName: 'x.png', mimeType: 'image/png' });
    expect(ready.mimeType).not.toBe('image/png');
    const { headers } = await uploads.call(ana, 'GET', `/uploads/${ready.id}/content`);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="x.png"/);
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves ranges, conditional requests and HEAD', async () => {
    const { id } = await uploads.upload(ana, Buffer.from('0123456789'));
    const path = `/uploads/${id}/content`;
    const part = await uploads.call(ana, 'GET', path, { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    const beyond = await uploads.call(ana, 'GET', path, { headers: { range: 'bytes=20-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const whole = await uploads.call(ana, 'GET', path);
    expect(await whole.text()).toBe('0123456789');
    const again = await uploads.call(ana, 'GET', path, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const head = await uploads.call(ana, 'HEAD', path);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('shows bytes only to those who may see the message, ranges and HEAD included', async () => {
    const { id } = await uploads.upload(ana, Buffer.from('secret'));
    const path = `/uploads/${id}/content`;
    for (const [method, headers] of [
      ['GET', {}],
      ['HEAD', {}],
      ['GET', { range: 'bytes=0-1' }],
    ] as const) {
      expect((await uploads.call(bo, method, path, { headers })).status).toBe(404);
    }
    uploads.peers.allow(id, bo.id);
    expect((await uploads.call(bo, 'GET', path)).status).toBe(200);
    uploads.peers.forbid(id, bo.id);
    expect((await uploads.call(bo, 'GET', path)).status).toBe(404);
  });

  it('keeps strangers from sending to, completing and resuming what is not theirs', async () => {
    const declared = await json(await declare(ana, {}));
    expect((await uploads.call(bo, 'PUT', declared.upload.url, { body: 'hello' })).status).toBe(404);
    expect((await uploads.call(bo, 'POST', `/uploads/${declared.id}/complete`)).status).toBe(404);
    expect((await uploads.call(bo, 'HEAD', declared.resumable.url, { headers: { 'tus-resumable': '1.0.0' } })).status).toBe(404);
    expect((await uploads.call(undefined, 'PUT', declared.upload.url, { body: 'hello' })).status).toBe(401);
  });

  it('refuses lies: more bytes, fewer bytes, another hash, nothing at all; and keeps none of them', async () => {
    const send = async (details: object, body: string) => {
      const declared = await json(await declare(ana, details));
      const sent = await uploads.call(ana, 'PUT', declared.upload.url, { body });
      const completed = await uploads.call(ana, 'POST', `/uploads/${declared.id}/complete`);
      return [sent.status, completed.status, (await json(completed)).code];
    };
    expect(await send({ size: 5 }, 'hello and more')).toEqual([413, 409, 'upload-incomplete']);
    expect(await send({ size: 50 }, 'hello')).toEqual([400, 409, 'upload-incomplete']);
    expect(await send({ sha256: '0'.repeat(64) }, 'hello')).toEqual([204, 400, 'upload-mismatch']);
    expect(await uploads.service.app.get(BlobStore, { strict: false }).list(sentPrefix)).toEqual([]);
  });

  it('refuses what is too large before any byte is sent, and more than the quota', async () => {
    expect(await json(await declare(ana, { size: 2_000_001 }))).toMatchObject({ status: 413, code: 'upload-too-large' });
    const small = await startUploads({ UPLOADS_QUOTA_BYTES: 10 });
    const person = small.user();
    const post = () => small.call(person, 'POST', '/uploads', { json: { fileName: 'a', mimeType: 'text/plain', size: 6 } });
    const statuses = await Promise.all([post(), post(), post()].map(async (answer) => (await answer).status));
    expect(statuses.sort()).toEqual([201, 413, 413]);
    await small.stop();
  });

  it('bounds how many files one declares, and leaves unfinished, whatever their size', async () => {
    const strict = await startUploads({ UPLOADS_UNFINISHED: 3, UPLOADS_PER_HOUR: 5 });
    const [person, other] = [strict.user(), strict.user()];
    const post = (user: User) => strict.call(user, 'POST', '/uploads', { json: { fileName: 'a', mimeType: 'text/plain', size: 1 } });
    const first = await Promise.all(Array.from({ length: 5 }, () => post(person)));
    expect(first.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429]);
    const refused = first.find(({ status }) => status === 429);
    expect([refused?.headers.get('retry-after'), refused?.headers.get('ratelimit-limit')]).toEqual(['300', '3']);
    for (const answer of first.filter(({ status }) => status === 201)) {
      const { id, upload } = await json(answer);
      await strict.call(person, 'PUT', upload.url, { body: 'x' });
      await strict.call(person, 'POST', `/uploads/${id}/complete`);
    }
    expect([(await post(person)).status, (await post(person)).status, (await post(person)).status]).toEqual([201, 201, 429]);
    expect((await post(other)).status).toBe(201);
    await strict.stop();
  });

  it.each([
    [{ size: 0 }, 'size'],
    [{ size: '5' }, 'size'],
    [{ fileName: '' }, 'fileName'],
    [{ fileName: 'a\u0000' }, 'fileName'],
    [{ fileName: '\u202e\u200b' }, 'fileName'],
    [{ fileName: 'a'.repeat(1025) }, 'fileName'],
    [{ mimeType: 'nonsense' }, 'mimeType'],
    [{ sha256: 'zz' }, 'sha256'],
    [{ extra: 1 }, 'extra'],
  ])('refuses %j', async (wrong, path) => {
    const answer = await declare(ana, wrong);
    expect(answer.status).toBe(400);
    expect((await json(answer)).errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });
});
