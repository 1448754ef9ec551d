import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

import { json, startUploads, type UploadsUnderTest, type User } from './uploads-service';

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Grey, all zeros: a few bytes for any number of pixels. */
function flatPng(width: number, height: number, before: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(8, 8);
  const rows = deflateSync(Buffer.alloc(height * (width + 1)), { level: 9 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    ...before,
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One long stretch of tiny segments before a picture. */
async function crowdedJpeg(bytes: number): Promise<Buffer> {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#007378' } })
    .jpeg()
    .toBuffer();
  return Buffer.concat([picture.subarray(0, 2), Buffer.from('fffe0002'.repeat(bytes / 4), 'hex'), picture.subarray(2)]);
}

/** Each frame of one pixel, on a canvas of four million. */
function crowdedGif(frames: number): Buffer {
  const frame = Buffer.from('21f90400000000002c00000000010001000002024401' + '00', 'hex');
  return Buffer.concat([
    Buffer.from('GIF89a\xd0\x07\xd0\x07\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
    ...Array.from({ length: frames }, () => frame),
    Buffer.from(';'),
  ]);
}

describe('pictures of many owners', () => {
  let uploads: UploadsUnderTest;
  beforeAll(async () => {
    uploads = await startUploads({ UPLOADS_MAX_BYTES: 20_000_000 });
  });
  afterAll(() => uploads?.stop());

  const declareAndSend = async (user: User, bytes: Buffer) => {
    const declared = await json(await uploads.call(user, 'POST', '/uploads', { json: { fileName: 'a.png', mimeType: 'image/png', size: bytes.length } }));
    await uploads.call(user, 'PUT', declared.upload.url, { body: new Uint8Array(bytes), headers: declared.upload.headers });
    return declared.id as string;
  };
  const complete = (user: User, id: string) => uploads.call(user, 'POST', `/uploads/${id}/complete`);

  it('take turns: a small one does not wait for all that another user has sent', async () => {
    const [eve, bo] = [uploads.user(), uploads.user()];
    const slow = flatPng(6_300, 6_300);
    const sent = await Promise.all(Array.from({ length: 6 }, () => declareAndSend(eve, slow)));
    const small = await declareAndSend(bo, flatPng(10, 10));
    const order: string[] = [];
    const all = sent.map((id, i) => complete(eve, id).then(() => order.push(`eve ${i}`)));
    const own = complete(bo, small).then(async (answer) => {
      order.push('bo');
      return json(answer);
    });
    expect(await own).toMatchObject({ width: 10, height: 10 });
    await Promise.all(all);
    expect(order.indexOf('bo')).toBeLessThanOrEqual(2);
  });

  it('do not wait for two of 1 × 39,999,999 pixels', async () => {
    const [eve, bo] = [uploads.user(), uploads.user()];
    const thin = flatPng(1, 39_999_999);
    const sent = [await declareAndSend(eve, thin), await declareAndSend(eve, thin)];
    const small = await declareAndSend(bo, flatPng(10, 10));
    const others = sent.map((id) => complete(eve, id));
    const from = performance.now();
    expect(await json(await complete(bo, small))).toMatchObject({ width: 10, height: 10 });
    expect(performance.now() - from).toBeLessThan(20_000);
    for (const { status } of await Promise.all(others)) expect(status).toBe(200);
  });

  it('are refused only to the owner of too many waiting ones', async () => {
    const [eve, bo] = [uploads.user(), uploads.user()];
    const slow = flatPng(1_500, 1_500);
    const sent = await Promise.all(Array.from({ length: 14 }, () => declareAndSend(eve, slow)));
    const small = await declareAndSend(bo, flatPng(10, 10));
    const answers = sent.map((id) => complete(eve, id));
    const own = complete(bo, small);
    const statuses = (await Promise.all(answers)).map(({ status, headers }) => [status, headers.get('retry-after')]);
    expect(statuses.filter(([status]) => status === 503).length).toBeGreaterThan(0);
    for (const [status, retryAfter] of statuses) expect(status === 200 || retryAfter === '5').toBe(true);
    expect((await own).status).toBe(200);
    // What was refused is not lost.
    const refused = sent[statuses.findIndex(([status]) => status === 503)] ?? '';
    expect((await complete(eve, refused)).status).toBe(200);
  });

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['1 × 39,999,999 pixels', () => flatPng(1, 39_999_999)],
    ['39,999,999 × 1 pixels', () => flatPng(39_999_999, 1)],
    ['3 MB of empty comments', () => crowdedJpeg(3_000_000)],
    ['a GIF of 10,000 frames', () => crowdedGif(10_000)],
    [
      'a colour profile that unpacks to 200 MB',
      () => flatPng(8, 8, [pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(Buffer.alloc(200_000_000))]))]),
    ],
    [
      'texts that unpack to 200 MB',
      () => flatPng(8, 8, [pngChunk('zTXt', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(Buffer.alloc(200_000_000))]))]),
    ],
  ])('are given up soon: %s', async (_what, make) => {
    const eve = uploads.user();
    const id = await declareAndSend(eve, await make());
    const from = performance.now();
    const answer = await complete(eve, id);
    expect(answer.status).toBe(200);
    // The most that a decoder may take on a busy machine is 8 s.
    expect(performance.now() - from).toBeLessThan(20_000);
  });
});
