import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';

import { BrokenPicture } from './picture-file';
import { removeMetadata } from './remove-metadata';

const folder = mkdtempSync(join(tmpdir(), 'hallway-metadata-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Noise, so that the pixels of a picture are many bytes of every kind. */
function pixels(width: number, height: number) {
  const noise = Buffer.alloc(width * height * 3);
  for (let i = 0; i < noise.length; i++) noise[i] = (i * 7919 + (i >> 3) * 104_729) % 256;
  return sharp(noise, { raw: { width, height, channels: 3 } });
}

const secrets = ['CameraMaker', 'Hallway Street', 'xmpSecret', 'a private note'];

/** As a camera writes it: place, maker, XMP; lying on its side. */
const photo = (format: 'jpeg' | 'png' | 'webp' | 'avif', orientation = 6) =>
  pixels(96, 64)
    .withMetadata({ orientation })
    .withExifMerge({ IFD0: { Make: 'CameraMaker' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSMapDatum: 'Hallway Street' } })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="xmpSecret"/></rdf:RDF></x:xmpmeta>',
    )
    .toFormat(format)
    .toBuffer();

async function clean(bytes: Buffer, mimeType: string): Promise<Buffer> {
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  writeFileSync(source, bytes);
  const cleaned = await removeMetadata(source, mimeType, target);
  const written = readFileSync(target);
  expect(cleaned).toEqual({ size: written.length, sha256: createHash('sha256').update(written).digest('hex') });
  return written;
}

const rawPixels = (bytes: Buffer) => sharp(bytes, { animated: true, failOn: 'warning' }).raw().toBuffer();
const secretsIn = (bytes: Buffer) => secrets.filter((secret) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le')));

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

function jpegSegment(code: number, data: string): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, Buffer.from(data, 'latin1')]);
}

const insert = (bytes: Buffer, at: number, what: Buffer) => Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

describe('removeMetadata', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('takes place, camera and texts out of a %s; the turn and every pixel stay', async (format) => {
    const sent = await photo(format);
    expect(secretsIn(sent)).toEqual(expect.arrayContaining(['CameraMaker', 'Hallway Street']));
    const cleaned = await clean(sent, `image/${format}`);
    expect(secretsIn(cleaned)).toEqual([]);
    const meta = await sharp(cleaned).metadata();
    expect(meta).toMatchObject({ orientation: 6, width: 96, height: 64 });
    expect(meta.xmp).toBeUndefined();
    expect(meta.exif?.includes('GPS')).toBe(false);
    expect((await rawPixels(cleaned)).equals(await rawPixels(sent))).toBe(true);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('leaves no EXIF at all in an upright %s', async (format) => {
    const cleaned = await clean(await photo(format, 1), `image/${format}`);
    expect((await sharp(cleaned).metadata()).exif).toBeUndefined();
  });

  it('overwrites the notes of an AVIF where they are', async () => {
    const sent = await photo('avif', 1);
    expect(secretsIn(sent)).toEqual(['CameraMaker', 'Hallway Street', 'xmpSecret']);
    const cleaned = await clean(sent, 'image/avif');
    expect(cleaned.length).toBe(sent.length);
    expect(secretsIn(cleaned)).toEqual([]);
    expect((await rawPixels(cleaned)).equals(await rawPixels(sent))).toBe(true);
  });

  it('overwrites items of an AVIF that it does not know, as a broken byte makes them', async () => {
    const sent = await photo('avif', 1);
    for (const type of ['Exif', 'mime']) sent.write('Zzzz', sent.indexOf(type), 'latin1');
    expect(secretsIn(await clean(sent, 'image/avif'))).toEqual([]);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('changes no byte of a %s that says nothing about itself', async (format) => {
    const sent = await pixels(32, 32).toFormat(format).toBuffer();
    expect((await clean(sent, `image/${format}`)).equals(sent)).toBe(true);
  });

  it.each([2, 3, 4, 5, 7, 8])('keeps the turn %i', async (orientation) => {
    expect(await sharp(await clean(await photo('jpeg', orientation), 'image/jpeg')).metadata()).toMatchObject({ orientation });
  });

  it('keeps the turn that a camera wrote with its small end first', async () => {
    const tiff = 'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0';
    const sent = insert(await pixels(32, 32).jpeg().toBuffer(), 2, jpegSegment(0xe1, `Exif\0\0${tiff}`));
    expect(await sharp(await clean(sent, 'image/jpeg')).metadata()).toMatchObject({ orientation: 8 });
  });

  it('keeps colour profiles', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const sent = await pixels(32, 32).withIccProfile('p3').toFormat(format).toBuffer();
      expect((await sharp(await clean(sent, `image/${format}`)).metadata()).icc).toEqual((await sharp(sent).metadata()).icc);
    }
  });

  it('keeps all scans of a progressive JPEG', async () => {
    const sent = await pixels(300, 200)
      .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
      .withExif({ IFD0: { Make: 'CameraMaker' } })
      .toBuffer();
    const cleaned = await clean(sent, 'image/jpeg');
    expect(secretsIn(cleaned)).toEqual([]);
    expect((await rawPixels(cleaned)).equals(await rawPixels(sent))).toBe(true);
  });

  it('reads a JPEG of many pages, wherever its marks lie', async () => {
    const sent = await pixels(600, 450)
      .jpeg({ quality: 95, progressive: true })
      .withExif({ IFD0: { Make: 'CameraMaker' } })
      .toBuffer();
    expect(sent.length).toBeGreaterThan(200_000);
    const bare = await pixels(600, 450).jpeg({ quality: 95, progressive: true }).toBuffer();
    expect((await clean(sent, 'image/jpeg')).equals(bare)).toBe(true);
    // Padding before the picture's own segments moves every mark over the ends of the pages.
    for (const padding of [65_533, 65_520, 40_001]) {
      const moved = insert(bare, 2, jpegSegment(0xed, 'p'.repeat(padding)));
      expect((await clean(moved, 'image/jpeg')).equals(bare)).toBe(true);
    }
  });

  it('drops comments, notes of programs and what follows a JPEG', async () => {
    const bare = await pixels(32, 32).jpeg().toBuffer();
    const noted = insert(
      bare,
      2,
      Buffer.concat([jpegSegment(0xfe, 'a private note'), jpegSegment(0xed, 'Photoshop 3.0\0a private note'), jpegSegment(0xe2, 'MPF\0a private note')]),
    );
    const film = await photo('jpeg');
    expect((await clean(Buffer.concat([noted, film]), 'image/jpeg')).equals(bare)).toBe(true);
  });

  it('drops texts and times of a PNG, and what follows it', async () => {
    const bare = await pixels(32, 32).png().toBuffer();
    const noted = insert(
      bare,
      33,
      Buffer.concat([
        pngChunk('tEXt', Buffer.from('Comment\0a private note')),
        pngChunk('tIME', Buffer.alloc(7)),
        pngChunk('caBX', Buffer.from('a private note')),
      ]),
    );
    expect((await clean(Buffer.concat([noted, Buffer.from('a private note')]), 'image/png')).equals(bare)).toBe(true);
  });

  it('drops comments and XMP of a GIF and keeps frames and loops', async () => {
    const frames = await sharp([await pixels(16, 16).png().toBuffer(), await pixels(16, 16).negate().png().toBuffer()], { join: { animated: true } })
      .gif({ loop: 3, delay: [50, 50] })
      .toBuffer();
    const table = 13 + 3 * 2 ** (((frames[10] ?? 0) & 7) + 1);
    const comment = Buffer.from('\x21\xfe\x0ea private note\0', 'latin1');
    const xmp = Buffer.from('\x21\xff\x0bXMP DataXMP\x09xmpSecret\0', 'latin1');
    const cleaned = await clean(insert(frames, (frames[10] ?? 0) & 0x80 ? table : 13, Buffer.concat([comment, xmp])), 'image/gif');
    expect(cleaned.equals(frames)).toBe(true);
    expect(await sharp(cleaned, { animated: true }).metadata()).toMatchObject({ pages: 2, loop: 3 });
  });

  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('cleans a %s that is cut off within its pixels', async (format) => {
    const sent = format === 'gif' ? await pixels(96, 64).gif().toBuffer() : await photo(format);
    const cleaned = await clean(sent.subarray(0, sent.length - 3_000), `image/${format}`);
    expect(secretsIn(cleaned)).toEqual([]);
    expect(cleaned.length).toBeGreaterThan(500);
  });

  it.each([
    ['image/gif', 'GIFTS for everybody'],
    ['image/jpeg', '\xff\xd8\xff and no more'],
    ['image/png', '\x89PNG\r\n\x1a\n then something else'],
    ['image/webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['image/avif', '\0\0\0\x0cftypavif'],
    ['image/heic', '\0\0\0\x0cftypheic\xff\xff\xff\xffmeta'],
    ['image/tiff', 'II*\0'],
  ])('takes nothing out of what only looks like %s', async (type, bytes) => {
    await expect(clean(Buffer.from(bytes, 'latin1'), type)).rejects.toBeInstanceOf(BrokenPicture);
  });

  it('survives any broken byte', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
      const sent = format === 'gif' ? await pixels(16, 16).gif().toBuffer() : await photo(format);
      for (let at = 0; at < Math.min(sent.length, 400); at++) {
        const broken = Buffer.from(sent);
        broken[at] = (broken[at] ?? 0) ^ 0xff;
        await clean(broken, `image/${format}`).catch((error: unknown) => expect(error).toBeInstanceOf(BrokenPicture));
      }
    }
  });
});
