import type { KeptParts } from './kept-parts';
import { BrokenPicture, type PictureFile } from './picture-file';

const image = 0x2c;
const extension = 0x21;
const trailer = 0x3b;
const comment = 0xfe;
const application = 0xff;
/** Loops and colour profiles; other applications (XMP among them) keep notes. */
const neededApplications = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

/** Keeps frames and how they are played. */
export async function keepGif(file: PictureFile, parts: KeptParts): Promise<void> {
  let at = 13 + colourTableBytes(await file.byte(10));
  parts.keep(0, at);
  for (;;) {
    const start = at;
    const kind = await file.byte(at);
    if (kind === trailer) return parts.keep(at, at + 1);
    if (kind === image) {
      const pixels = at + 10 + colourTableBytes(await file.byte(at + 9)) + 1;
      parts.hasPixels = true;
      at = await endOfBlocks(file, pixels);
      parts.keep(start, at);
    } else if (kind === extension) {
      at = await endOfBlocks(file, at + 2);
      if (await isNeeded(file, start)) parts.keep(start, at);
    } else throw new BrokenPicture('no block');
  }
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0;
}

async function endOfBlocks(file: PictureFile, from: number): Promise<number> {
  let at = from;
  for (let size = await file.byte(at); size > 0; size = await file.byte(at)) at += size + 1;
  return at + 1;
}

async function isNeeded(file: PictureFile, at: number): Promise<boolean> {
  const label = await file.byte(at + 1);
  if (label !== application) return label !== comment;
  return neededApplications.has((await file.read(at + 3, 11)).toString('latin1'));
}
