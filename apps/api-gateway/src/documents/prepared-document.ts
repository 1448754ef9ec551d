import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/** A text that does not change: compressed once, and answered 304 to whoever has it. */
export function preparedDocument(type: string, text: string): RequestHandler {
  const plain = Buffer.from(text);
  const compressed = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }),
    gzip: gzipSync(plain),
  };
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return (request: Request, response: Response): void => {
    response.set({ 'Content-Type': type, ETag: etag, 'Cache-Control': 'public, no-cache', Vary: 'Accept-Encoding' });
    if (request.get('if-none-match')?.includes(etag)) return void response.status(304).end();
    const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name));
    const body = encoding ? compressed[encoding] : plain;
    if (encoding) response.set('Content-Encoding', encoding);
    response.set('Content-Length', String(body.length)).end(body);
  };
}
