import type { Client } from '@hallway/client';

import { ShownProblem } from './problem-text';

const edge = 512;

/** Uploads a picture as a square of moderate size; resolves to the id of the upload. */
export async function uploadPicture(client: Client, file: File): Promise<string> {
  const data = await squareOf(file);
  const { id } = await client.uploads.upload({ name: 'picture.webp', type: data.type, size: data.size, data });
  return id;
}

/** The middle of a picture. Drawing it again also leaves out where it was taken. */
async function squareOf(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new ShownProblem('This file is not a picture that can be shown.');
  });
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(edge, side);
  const left = (picture.width - side) / 2;
  const top = (picture.height - side) / 2;
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  return drawn ?? file;
}
