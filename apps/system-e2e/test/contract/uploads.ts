import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';

import { eventually } from '@hallway/testing';

import type { ApiUser, Json } from './api-user';
import { declare, photo, upload } from './files';
import { aMessage, anAccount, expectProblem, faultsOf, isoTime, text, uuidV7 } from './shapes';
import { hallway } from './shared-hallway';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

describe('uploads (contract §5)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let eve: ApiUser;
  beforeAll(async () => {
    [ana, bo, eve] = (await hallway.people('ana', 'bo', 'eve')) as [ApiUser, ApiUser, ApiUser];
  });

  const content = (person: ApiUser, id: string, query = '', headers: Record<string, string> = {}) =>
    person.fetch('GET', `/uploads/${id}/content${query}`, { headers });

  it('declares, takes the bytes by PUT, completes, and gives them back', async () => {
    const bytes = 'hello, file';
    const declared = await declare(ana, { fileName: 'häl lo.txt', mimeType: 'text/plain', size: 11, sha256: sha256(bytes) });
    expect(declared.status).toBe(201);
    expect(declared.body).toEqual({
      id: uuidV7,
      upload: { method: 'PUT', url: text, headers: expect.any(Object) },
      resumable: { protocol: 'tus', url: text },
      expiresAt: isoTime,
    });
    expect(Date.parse(declared.body.expiresAt)).toBeGreaterThan(Date.now());
    const put = await ana.call('PUT', declared.body.upload.url, { bytes, headers: declared.body.upload.headers });
    expect([put.status, put.body]).toEqual([204, '']);
    const ready = { id: declared.body.id, status: 'ready', fileName: 'häl lo.txt', mimeType: 'text/plain', size: 11, sha256: sha256(bytes), variants: [] };
    for (let i = 0; i < 2; i++) {
      const completed = await ana.post(`/uploads/${declared.body.id}/complete`);
      expect([completed.status, completed.body]).toEqual([200, ready]);
    }
    const given = await content(ana, ready.id);
    expect([given.status, await given.text()]).toEqual([200, bytes]);
    expect(given.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(given.headers.get('content-disposition')).toMatch(/filename\*=UTF-8''h%C3%A4l%20lo\.txt/);
  });

  it('measures pictures and makes smaller ones', async () => {
    const bytes = await photo(2_000, 1_000);
    const ready = await upload(ana, bytes, { fileName: 'photo.png', mimeType: 'image/png' });
    expect(ready).toMatchObject({ mimeType: 'image/jpeg', width: 2_000, height: 1_000, size: bytes.length, sha256: sha256(bytes) });
    expect(ready.variants.map(({ name }: Json) => name)).toEqual(['thumb', 'preview']);
    for (const { name, width, height, size, mimeType } of ready.variants) {
      const given = await content(ana, ready.id, `?variant=${name}`);
      const body = Buffer.from(await given.arrayBuffer());
      expect([given.status, given.headers.get('content-type'), body.length]).toEqual([200, mimeType, size]);
      expect(await sharp(body).metadata()).toMatchObject({ width, height });
    }
    const original = await content(ana, ready.id, '?variant=original');
    expect(sha256(Buffer.from(await original.arrayBuffer()))).toBe(sha256(bytes));
    expectProblem(await ana.get(`/uploads/${ready.id}/content?variant=huge`), 400, 'validation-failed');
  });

  it('serves ranges and HEAD', async () => {
    const { id } = await upload(ana, Buffer.from('0123456789'));
    const range = async (range: string) => {
      const given = await content(ana, id, '', { range });
      return [given.status, given.headers.get('content-range'), await given.text()];
    };
    expect(await range('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await range('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=5-500')).toEqual([206, 'bytes 5-9/10', '56789']);
    expect((await range('bytes=10-')).slice(0, 2)).toEqual([416, 'bytes */10']);
    for (const nonsense of ['bytes=x', 'bytes=4-2', 'lines=1-2', 'bytes=']) expect([200, 416]).toContain((await range(nonsense))[0]);
    const head = await ana.fetch('HEAD', `/uploads/${id}/content`);
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([200, '10', 'bytes']);
  });

  describe('in pieces (tus 1.0)', () => {
    const tus = { 'tus-resumable': '1.0.0' };
    const patch = (url: string, offset: number, bytes: string, person = ana) =>
      person.call('PATCH', url, { bytes, headers: { ...tus, 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' } });
    const offset = async (url: string) => (await ana.fetch('HEAD', url, { headers: tus })).headers.get('upload-offset');

    it('goes on where it was cut', async () => {
      const { id, resumable } = (await declare(ana, { size: 10 })).body;
      const head = await ana.fetch('HEAD', resumable.url, { headers: tus });
      expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length'), head.headers.get('tus-resumable')]).toEqual([
        200,
        '0',
        '10',
        '1.0.0',
      ]);
      const first = await patch(resumable.url, 0, '01234');
      expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5']);
      expect(await offset(resumable.url)).toBe('5');
      expect((await patch(resumable.url, 3, 'xx')).status).toBe(409);
      expectProblem(await ana.post(`/uploads/${id}/complete`), 409, 'upload-incomplete');
      expect((await patch(resumable.url, 5, '56789')).status).toBe(204);
      expect((await ana.post(`/uploads/${id}/complete`)).body).toMatchObject({ status: 'ready', size: 10 });
      expect(await (await content(ana, id)).text()).toBe('0123456789');
    });

    it('says what it speaks, and takes no more than was declared', async () => {
      const { id, resumable } = (await declare(ana, { size: 4 })).body;
      const options = await ana.fetch('OPTIONS', resumable.url);
      expect([200, 204]).toContain(options.status);
      expect(options.headers.get('tus-version')).toBe('1.0.0');
      expect([400, 413]).toContain((await patch(resumable.url, 0, 'more than four')).status);
      expect(['0', '4']).toContain(await offset(resumable.url));
      expect((await patch(resumable.url, 0, 'x', eve)).status).toBe(404);
      expect((await ana.post(`/uploads/${id}/complete`)).status).not.toBe(500);
    });
  });

  describe('on messages', () => {
    it('hang on them, and are for those who may see them', async () => {
      const group = await hallway.group(ana, bo);
      const { status: _status, sha256: _sha, ...ready } = await upload(ana, await photo(640, 480), { fileName: 'a.jpg', mimeType: 'image/jpeg' });
      for (const person of [bo, eve]) expect((await content(person, ready.id)).status).toBe(404);
      const message = await ana.say(group, '', { attachments: [ready.id] });
      expect(message).toEqual(aMessage({ body: '', attachments: [ready] }));
      expect((await bo.get(`/conversations/${group}/messages`)).body.items[0].attachments).toEqual([ready]);
      await eventually(async () => expect((await content(bo, ready.id, '?variant=thumb')).status).toBe(200));
      for (const path of [ready.id]) expectProblem(await eve.get(`/uploads/${path}/content`), 404, 'not-found');
      await ana.del(`/conversations/${group}/members/${bo.id}`);
      await eventually(async () => expect((await content(bo, ready.id)).status).toBe(404));
      expect((await content(ana, ready.id)).status).toBe(200);
    });

    it('must be finished uploads of the sender', async () => {
      const group = await hallway.group(ana, bo);
      const [unfinished, mine] = [(await declare(ana, {})).body.id, (await upload(ana, Buffer.from('mine'))).id];
      const send = (person: ApiUser, attachments: unknown[]) =>
        person.post(`/conversations/${group}/messages`, { clientMessageId: randomUUID(), body: '', attachments });
      expectProblem(await send(ana, [unfinished]), 400, 'attachment-not-ready');
      expectProblem(await send(bo, [mine]), 400, 'attachment-not-ready');
      expectProblem(await send(ana, [mine, mine]), 400);
      expect((await send(ana, [mine])).status).toBe(201);
    });
  });

  it('are pictures of people, seen by everyone signed in, and of groups, seen by members; what was refused or replaced is hidden', async () => {
    const picture = await upload(bo, await photo(200, 200), { mimeType: 'image/jpeg' });
    const account = await bo.patch('/users/me', { avatarUploadId: picture.id });
    expect([account.status, account.body]).toEqual([200, anAccount({ avatarUrl: expect.stringContaining(picture.id) })]);
    const { avatarUrl } = (await eve.get(`/users/${bo.id}`)).body;
    const given = await eve.fetch('GET', avatarUrl);
    expect([given.status, given.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
    expect((await bo.patch('/users/me', { avatarUploadId: null })).body.avatarUrl).toBeNull();
    expect((await eve.fetch('GET', avatarUrl)).status).toBe(404);
    const group = await hallway.group(ana, bo);
    const own = await upload(ana, await photo(100, 100));
    const changed = await ana.patch(`/conversations/${group}`, { avatarUploadId: own.id });
    expect([changed.status, (await bo.fetch('GET', changed.body.avatarUrl)).status]).toEqual([200, 200]);
    expect((await eve.fetch('GET', changed.body.avatarUrl)).status).toBe(404);
    const text = (await upload(ana, Buffer.from('no picture'))).id;
    for (const wrong of [picture.id, randomUUID(), text]) {
      for (const answer of [await ana.patch('/users/me', { avatarUploadId: wrong }), await ana.patch(`/conversations/${group}`, { avatarUploadId: wrong })]) {
        expectProblem(answer, 400);
        expect(faultsOf(answer)).toEqual(['avatarUploadId']);
      }
    }
    expect((await content(eve, text)).status).toBe(404);
    await ana.patch(`/conversations/${group}`, { avatarUploadId: null });
    expect((await bo.fetch('GET', changed.body.avatarUrl)).status).toBe(404);
  });

  describe('lies', () => {
    it('are found: more bytes, fewer, another hash, none', async () => {
      const attempt = async (details: object, bytes?: string) => {
        const { id, upload } = (await declare(ana, { size: 5, ...details })).body;
        const put = bytes === undefined ? undefined : await ana.call('PUT', upload.url, { bytes, headers: upload.headers });
        if (put && put.status !== 204) expectProblem(put, put.status);
        const completed = await ana.post(`/uploads/${id}/complete`);
        expectProblem(completed, completed.status);
        expect((await content(ana, id)).status).toBe(404);
        return [put?.status, completed.status];
      };
      expect(await attempt({}, 'hello and more')).toEqual([413, 409]);
      expect(await attempt({}, 'hi')).toEqual([400, 409]);
      expect(await attempt({ sha256: '0'.repeat(64) }, 'hello')).toEqual([204, 400]);
      expect(await attempt({})).toEqual([undefined, 409]);
    });

    it('about the type change nothing: HTML and SVG that claim to be pictures are downloads', async () => {
      const files: [string, string][] = [
        ['<!doctype html><script>alert(1)</script>', 'image/png'],
        ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
        ['<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"/>', 'text/html'],
        ['alert(1)', 'text/javascript'],
      ];
      for (const [bytes, mimeType] of files) {
        const ready = await upload(ana, Buffer.from(bytes), { fileName: 'x.png', mimeType });
        expect(ready.mimeType).not.toMatch(/image\/(png|jpeg|webp)|html|javascript/);
        const { headers } = await content(ana, ready.id);
        expect(headers.get('content-disposition')).toMatch(/^attachment/);
        expect([headers.get('x-content-type-options'), headers.get('content-security-policy')]).toEqual(['nosniff', expect.stringContaining('sandbox')]);
      }
    });

    it('about a size are refused before any byte: 413 above 50 MiB', async () => {
      const limit = 50 * 1024 * 1024;
      expect((await declare(ana, { size: limit })).status).toBe(201);
      for (const size of [limit + 1, Number.MAX_SAFE_INTEGER]) expectProblem(await declare(ana, { size }), 413, 'upload-too-large');
    });

    it('are refused field by field', async () => {
      const wrongs: [string, unknown[]][] = [
        ['size', [0, -1, 1.5, '5', null, 1e300, undefined]],
        ['fileName', ['', 'x'.repeat(1025), '\u202e\u200b', 'a\0b', 7, null, undefined]],
        ['mimeType', ['nonsense', '', 7, null, 'a/b\r\nx: y', undefined]],
        ['sha256', ['zz', 'a'.repeat(63), 7, null]],
        ['ownerId', [ana.id]],
      ];
      for (const [field, values] of wrongs) {
        for (const value of values) {
          const answer = await declare(ana, { [field]: value });
          expectProblem(answer, 400, 'validation-failed');
          expect(faultsOf(answer)).toEqual([field]);
        }
      }
    });
  });

  it('keeps names harmless', async () => {
    const names = {
      '../../etc/passwd': 'passwd',
      'C:\\evil.exe': 'evil.exe',
      'a"b\r\nx: y.txt': 'a"bx: y.txt',
      '\u202egnp.exe': 'gnp.exe',
      '..': 'file',
      '日本.txt': '日本.txt',
      'می\u200cروم.pdf': 'می\u200cروم.pdf',
      '%00': '%00',
      ';x=y': ';x=y',
    };
    for (const [fileName, kept] of Object.entries(names)) {
      const ready = await upload(ana, Buffer.from('x'), { fileName });
      expect(ready.fileName).toBe(kept);
      expect((await content(ana, ready.id)).headers.get('content-disposition')).toMatch(
        /^(inline|attachment); filename="[^"\\/\r\n]+"; filename\*=UTF-8''[\w.~!%'()-]+$/,
      );
    }
  });

  it('survives pictures that claim to be enormous, and broken ones', async () => {
    const bomb = await photo(8, 8);
    const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
    bomb.writeUInt16BE(60_000, frame + 5);
    bomb.writeUInt16BE(60_000, frame + 7);
    for (const bytes of [bomb, (await photo(500, 500)).subarray(0, 700), Buffer.from('89504e470d0a1a0a', 'hex')]) {
      const ready = await upload(ana, bytes, { mimeType: 'image/jpeg' });
      expect(ready).toMatchObject({ status: 'ready', size: bytes.length });
      expect((await content(ana, ready.id)).status).toBe(200);
    }
  });
});
