import { onlyOrientation } from './exif';
import type { KeptParts } from './kept-parts';
import { BrokenPicture, type PictureFile } from './picture-file';

const pictureChunks = new Set(['VP8 ', 'VP8L', 'ANMF']);
const needed = new Set([...pictureChunks, 'ALPH', 'ANIM', 'ICCP']);
const exifName = 'Exif\0\0';
/** Flags of the extended header (VP8X). */
const hasExif = 0x08;
const hasXmp = 0x04;
const extendedBytes = 18;

/** Keeps the chunks that are shown; the headers then say what is left. */
export async function keepWebp(file: PictureFile, parts: KeptParts): Promise<void> {
  const riff = Buffer.from(await file.read(0, 12));
  parts.put(riff);
  const riffEnd = 8 + riff.readUInt32LE(4);
  let extended: Buffer | undefined;
  try {
    for (let at = 12; at < riffEnd;) {
      const head = await file.read(at, 8);
      const type = head.toString('latin1', 0, 4);
      const length = head.readUInt32LE(4);
      const end = at + 8 + length + (length % 2);
      if (pictureChunks.has(type)) parts.hasPixels = true;
      if (needed.has(type)) parts.keep(at, end);
      if (type === 'VP8X') {
        extended = Buffer.from(await file.read(at, extendedBytes));
        if (end !== at + extendedBytes) throw new BrokenPicture('a header of another size');
        extended.writeUInt8(extended.readUInt8(8) & ~(hasExif | hasXmp), 8);
        parts.put(extended);
      }
      if (type === 'EXIF' && extended) {
        const exif = onlyOrientation(withoutName(await file.head(at + 8, length)));
        if (exif) {
          parts.put(chunk(type, exif));
          extended.writeUInt8(extended.readUInt8(8) | hasExif, 8);
        }
      }
      at = end;
    }
  } finally {
    riff.writeUInt32LE(parts.size - 8, 4);
  }
}

/** Some programs write EXIF data as it is in JPEG, with its name before it. */
function withoutName(exif: Buffer): Buffer {
  return exif.toString('latin1', 0, exifName.length) === exifName ? exif.subarray(exifName.length) : exif;
}

/** `data` of an even length. */
function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data]);
}
