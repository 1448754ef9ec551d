import type { IncomingMessage } from 'node:http';

import { payloadTooLarge, requestTimeout, validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';

/** Largest body of a public route. */
export const bodyLimit = 256 * 1024;
/** Largest body between services: a batch of sends. */
export const internalBodyLimit = 16 * 1024 * 1024;
/** So much more is read and dropped: a sender that is cut off while sending, a proxy above all, may never see the answer. */
const drainLimit = 8 * 1024 * 1024;
/** Between two parts of a body, and for all of it. */
const pauseMs = 5_000;
const wholeMs = 20_000;

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/**
 * Reads a small body whole, with deadlines that an honest client meets.
 *
 * @throws ProblemError `payload-too-large`, `request-timeout`, or `validation-failed` when it is not complete
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit + drainLimit) throw refusal(payloadTooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const end = Date.now() + wholeMs;
    let size = 0;
    const stop = (problem: ProblemError): void => {
      request.pause();
      reject(problem);
    };
    const pause = setTimeout(() => stop(refusal(requestTimeout)), pauseMs);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > limit + drainLimit) stop(refusal(payloadTooLarge));
      if (Date.now() > end) stop(refusal(requestTimeout));
      pause.refresh();
    });
    request.on('end', () => {
      clearTimeout(pause);
      if (size > limit) reject(new ProblemError(payloadTooLarge));
      else resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(pause);
      if (!request.readableEnded) reject(new ProblemError(validationFailed, { detail: 'The body is not complete' }));
    });
  });
}

/** What is left of the body is not waited for. */
function refusal(definition: typeof requestTimeout): ProblemError {
  return new ProblemError(definition, { headers: { Connection: 'close' } });
}
