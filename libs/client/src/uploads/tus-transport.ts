import { DetailedError, Upload } from 'tus-js-client';

import { NetworkProblem } from '../http/client-problem.ts';
import { readProblem } from '../http/read-problem.ts';
import { systemClock } from '../platform/clock.ts';
import type { UploadTransport } from './uploads.ts';

/** Small enough for every proxy, and for a token that lives some minutes on a slow line. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Sends a file in pieces by the tus protocol. It begins where the server's
 * copy ends, so a file that was cut off, by a reload too, goes on from there.
 */
export const tusTransport: UploadTransport = ({ data }, target, { onProgress, signal }) =>
  new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      // What has arrived stays, for the next try.
      void upload.abort(false);
      reject(signal?.reason);
    };
    const finish = (settle: () => void) => {
      signal?.removeEventListener('abort', stop);
      settle();
    };
    const upload = new Upload(data as Blob, {
      uploadUrl: target.url,
      chunkSize: pieceBytes,
      // Who calls decides when to try again.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => {
        const token = await target.token();
        if (token) request.setHeader('Authorization', `Bearer ${token}`);
      },
      onProgress: (sent, total) => onProgress?.(total > 0 ? sent / total : 0),
      onSuccess: () => finish(resolve),
      onError: (error) => finish(() => reject(problemOfTus(error))),
    });
    signal?.addEventListener('abort', stop);
    upload.start();
  });

/** A refusal by Hallway is one; whatever else went wrong may pass. */
function problemOfTus(error: Error): Error {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const type = response?.getHeader('Content-Type') ?? '';
  if (!response || !type.includes('application/problem+json')) return new NetworkProblem('failed', { cause: error });
  return readProblem(response.getStatus(), response.getBody(), response.getHeader('Retry-After') ?? null, systemClock);
}
