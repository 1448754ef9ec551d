import type { IncomingMessage } from 'node:http';

import { payloadTooLarge, unsupportedMediaType, validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';

/** Largest body of a public route. */
export const bodyLimit = 256 * 1024;
/** Largest body between services: a batch of sends. */
export const internalBodyLimit = 16 * 1024 * 1024;
/** So much more is read and forgotten: whoever is cut off while sending, a proxy above all, may never see the answer. */
const drainLimit = 8 * 1024 * 1024;

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = (): ProblemError => new ProblemError(payloadTooLarge, { headers: { Connection: 'close' } });
  if (Number(request.headers['content-length'] ?? 0) > limit + drainLimit) throw tooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > limit + drainLimit) {
        request.pause();
        reject(tooLarge());
      }
    });
    request.on('end', () => (size > limit ? reject(new ProblemError(payloadTooLarge)) : resolve(Buffer.concat(chunks))));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.readableEnded) reject(new ProblemError(validationFailed, { detail: 'The body is not complete' }));
    });
  });
}

/** Reads the JSON body of a request; no body is `{}`. Bytes that are no UTF-8 are refused, not replaced. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (!hasBody(request)) return {};
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return {};
  if (!jsonType.test(type) || encoding !== 'identity') {
    throw new ProblemError(unsupportedMediaType, { detail: 'application/json in UTF-8 is expected' });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ProblemError(validationFailed, { detail: 'The body is not valid JSON', cause });
  }
}
