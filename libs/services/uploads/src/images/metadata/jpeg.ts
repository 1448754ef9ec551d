import { onlyOrientation } from './exif';
import type { KeptParts } from './kept-parts';
import { BrokenPicture, type PictureFile } from './picture-file';

const endOfImage = 0xd9;
const startOfScan = 0xda;
const comment = 0xfe;
const exifApp = 0xe1;
const exifName = 'Exif\0\0';
/** The application segments that decoding needs: version, colour profile, colour transform. */
const neededApps = new Map([
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
]);

/** Keeps what decoding needs. What follows the picture (second pictures, films of phones) has metadata of its own and goes too. */
export async function keepJpeg(file: PictureFile, parts: KeptParts): Promise<void> {
  parts.keep(0, 2);
  let at = 2;
  let inScan = false;
  let hasOrientation = false;
  for (;;) {
    const marker = await findMarker(file, at);
    if (inScan) parts.keep(at, marker ?? file.size);
    if (marker === undefined) throw new BrokenPicture('no end');
    const code = await file.byte(marker + 1);
    if (code === endOfImage) return parts.keep(marker, marker + 2);
    const length = (await file.read(marker + 2, 2)).readUInt16BE();
    if (length < 2) throw new BrokenPicture('a segment without length');
    at = marker + 2 + length;
    const name = (await file.read(marker + 4, Math.min(length - 2, 12))).toString('latin1');
    if (isNeeded(code, name)) parts.keep(marker, at);
    else if (code === exifApp && name.startsWith(exifName) && !hasOrientation) {
      const exif = onlyOrientation(await file.read(marker + 10, length - 8));
      if (exif) parts.put(exifSegment(exif));
      hasOrientation = exif !== undefined;
    }
    inScan = code === startOfScan;
    if (inScan) parts.hasPixels = true;
  }
}

function isNeeded(code: number, name: string): boolean {
  const isApp = code >= 0xe0 && code <= 0xef;
  if (!isApp) return code !== comment;
  const needed = neededApps.get(code);
  return needed !== undefined && name.startsWith(needed);
}

/** Where the next segment begins. Stuffed bytes, fill bytes and restart marks are part of what is before. */
async function findMarker(file: PictureFile, from: number): Promise<number | undefined> {
  for (let at = from; at < file.size - 1;) {
    const page = await file.rest(at);
    for (let i = page.indexOf(0xff); i >= 0 && i < page.length - 1; i = page.indexOf(0xff, i + 1)) {
      if (isMarker(page[i + 1] ?? 0)) return at + i;
    }
    // The last byte is looked at again, with what follows it.
    at += Math.max(1, page.length - 1);
  }
  return undefined;
}

function isMarker(code: number): boolean {
  return code > 0x01 && code !== 0xff && (code < 0xd0 || code > 0xd8);
}

function exifSegment(exif: Buffer): Buffer {
  const head = Buffer.from([0xff, exifApp, 0, 0]);
  head.writeUInt16BE(2 + exifName.length + exif.length, 2);
  return Buffer.concat([head, Buffer.from(exifName, 'latin1'), exif]);
}
