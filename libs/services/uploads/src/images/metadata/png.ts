import { crc32 } from 'node:zlib';

import { onlyOrientation } from './exif';
import type { KeptParts } from './kept-parts';
import { BrokenPicture, type PictureFile } from './picture-file';

/** Chunks that change how the picture looks, beside the critical ones. */
const needed = new Set([
  'tRNS',
  'cHRM',
  'gAMA',
  'iCCP',
  'sBIT',
  'sRGB',
  'cICP',
  'mDCV',
  'mDCv',
  'cLLI',
  'cLLi',
  'bKGD',
  'hIST',
  'pHYs',
  'sPLT',
  'acTL',
  'fcTL',
  'fdAT',
]);

/** Keeps what is shown: no texts, times, EXIF or chunks of programs, and nothing after the end. */
export async function keepPng(file: PictureFile, parts: KeptParts): Promise<void> {
  parts.keep(0, 8);
  for (let at = 8; ;) {
    const head = await file.read(at, 8);
    const length = head.readUInt32BE();
    const type = head.toString('latin1', 4);
    if (!/^[A-Za-z]{4}$/.test(type)) throw new BrokenPicture('no chunk');
    const end = at + 12 + length;
    if (type === 'IDAT') parts.hasPixels = true;
    // A capital first: no decoder may pass it over.
    if (/^[A-Z]/.test(type) || needed.has(type)) parts.keep(at, end);
    if (type === 'eXIf') {
      const exif = onlyOrientation(await file.head(at + 8, length));
      if (exif) parts.put(chunk(type, exif));
    }
    if (type === 'IEND') return;
    at = end;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}
