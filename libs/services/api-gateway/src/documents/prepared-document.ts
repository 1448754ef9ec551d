import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

interface Prepared {
  plain: Buffer;
  br: Buffer;
  gzip: Buffer;
  etag: string;
}

/**
 * A text that does not change: compressed once, and answered 304 to a client that has it. It is made when it is first asked for
 * first, because few do and making it would hold up every start.
 */
export function preparedDocument(type: string, makeText: () => string): RequestHandler {
  let prepared: Promise<Prepared> | undefined;
  return async (request: Request, response: Response): Promise<void> => {
    const { etag, ...bodies } = await (prepared ??= prepare(makeText()));
    response.set({ 'Content-Type': type, ETag: etag, 'Cache-Control': 'public, no-cache', Vary: 'Accept-Encoding' });
    if (request.get('if-none-match')?.includes(etag)) return void response.status(304).end();
    const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name));
    const body = bodies[encoding ?? 'plain'];
    if (encoding) response.set('Content-Encoding', encoding);
    response.set('Content-Length', String(body.length)).end(body);
  };
}

async function prepare(text: string): Promise<Prepared> {
  const plain = Buffer.from(text);
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const [br, gz] = await Promise.all([promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }), promisify(gzip)(plain)]);
  return { plain, br, gzip: gz, etag };
}
