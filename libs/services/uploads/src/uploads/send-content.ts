import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';

import { rangeUnsatisfiable } from '@hallway/contracts-uploads';
import { ProblemError } from '@hallway/service-kit/errors';

import { parseRange } from './byte-range';
import type { Content } from './content.service';
import { dispositionOf, maySeeInline } from './upload.policy';

/** Strangers' bytes never run: no sniffing, no scripts, and only harmless types in place. */
export async function sendContent(content: Content, request: Request, response: Response): Promise<void> {
  const range = parseRange(request.get('range'), content.size);
  if (range === 'unsatisfiable') throw new ProblemError(rangeUnsatisfiable, { headers: { 'Content-Range': `bytes */${content.size}` } });
  const kind = maySeeInline(content.mimeType) ? 'inline' : 'attachment';
  response.set({
    'Content-Type': content.mimeType,
    'Content-Disposition': dispositionOf(kind, content.fileName),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    // A browser keeps the bytes and asks each time whether it may show them: after a sign-out or a removal the answer is no.
    'Cache-Control': 'private, no-cache',
    Vary: 'Authorization',
    'Accept-Ranges': 'bytes',
    ETag: content.etag,
  });
  if (request.get('if-none-match') === content.etag) return void response.status(304).end();
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${content.size}`);
  response.set('Content-Length', String(range ? range.end - range.start + 1 : content.size));
  if (request.method === 'HEAD') return void response.end();
  await pipeline(await content.open(range), response);
}
