import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { keepGif } from './gif';
import { keepHeif } from './heif';
import { keepJpeg } from './jpeg';
import { KeptParts } from './kept-parts';
import { BrokenPicture, PictureFile } from './picture-file';
import { keepPng } from './png';
import { keepWebp } from './webp';

/** By type, what of a file is the picture. */
const formats: Record<string, (file: PictureFile, parts: KeptParts) => Promise<void>> = {
  'image/jpeg': keepJpeg,
  'image/png': keepPng,
  'image/apng': keepPng,
  'image/webp': keepWebp,
  'image/gif': keepGif,
  'image/avif': keepHeif,
  'image/heic': keepHeif,
  'image/heif': keepHeif,
  'image/heic-sequence': keepHeif,
  'image/heif-sequence': keepHeif,
};

export interface Cleaned {
  size: number;
  /** Hex. */
  sha256: string;
}

export function carriesMetadata(mimeType: string): boolean {
  return mimeType in formats;
}

/**
 * Copies a picture without place, camera, texts and times. Pixels are copied as they are
 * and how it must be turned stays.
 * @throws BrokenPicture when the bytes are no picture of that type
 */
export async function removeMetadata(source: string, mimeType: string, target: string): Promise<Cleaned> {
  const format = formats[mimeType];
  if (!format) throw new BrokenPicture(`${mimeType} is not known`);
  const file = await PictureFile.open(source);
  try {
    const parts = new KeptParts(file);
    await format(file, parts).catch((error: unknown) => {
      // What is cut off within its pixels is still shown, so it is cleaned as far as it goes.
      if (!(error instanceof BrokenPicture && parts.hasPixels)) throw error;
    });
    const hash = createHash('sha256');
    await pipeline(
      parts.bytes(),
      async function* (bytes: AsyncIterable<Buffer>) {
        for await (const some of bytes) {
          hash.update(some);
          yield some;
        }
      },
      createWriteStream(target),
    );
    return { size: parts.size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
