import sharp from 'sharp';

import type { Answer, ApiUser, Json } from './api-user';

export function declare(person: ApiUser, details: object): Promise<Answer> {
  return person.post('/uploads', { fileName: 'file.txt', mimeType: 'text/plain', size: 5, ...details });
}

/** Declares, sends and completes; gives back the finished upload. */
export async function upload(person: ApiUser, bytes: Buffer, details: object = {}): Promise<Json> {
  const { body } = await declare(person, { size: bytes.length, ...details });
  const put = await person.call('PUT', body.upload.url, { bytes: new Uint8Array(bytes), headers: body.upload.headers });
  const { status, body: ready } = await person.post(`/uploads/${body.id}/complete`);
  if (put.status !== 204 || status !== 200) throw new Error(`Not uploaded: ${put.status} ${status} ${JSON.stringify(ready)}`);
  return ready;
}

export function photo(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#007378' } })
    .jpeg()
    .toBuffer();
}
