import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';

/** Enough for every signature that file-type knows. */
const sniffedBytes = 4_100;
/** Asked of the client only where bytes have no signature of their own. */
const plainTypes = /^text\/(plain|csv|markdown|x-[\w.+-]+)$|^application\/json$/;

export interface CheckedContent {
  size: number;
  /** Hex. */
  sha256: string;
  mimeType: string;
}

/** Reads bytes once: how many, their hash, and what they are, whatever the client said. */
export async function checkContent(bytes: Readable, declaredType: string): Promise<CheckedContent> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    if (size < sniffedBytes) head.push(chunk);
    size += chunk.length;
    hash.update(chunk);
  }
  const start = Buffer.concat(head).subarray(0, sniffedBytes);
  return { size, sha256: hash.digest('hex'), mimeType: await typeOf(start, declaredType) };
}

async function typeOf(start: Buffer, declaredType: string): Promise<string> {
  const found = await fileTypeFromBuffer(start);
  if (found) return found.mime;
  if (!isText(start)) return 'application/octet-stream';
  const declared = (declaredType.split(';')[0] ?? '').trim().toLowerCase();
  return plainTypes.test(declared) ? declared : 'text/plain';
}

/** No zero bytes, and UTF-8 but for a character cut off at the end. */
function isText(start: Buffer): boolean {
  if (start.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
