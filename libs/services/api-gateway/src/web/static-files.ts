import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import sirv from 'sirv';

const pageFile = 'index.html';
const hashedAsset = /\/assets\//;

/** Hashes for the content security policy of the inline scripts of the page. */
export function inlineScriptHashes(folder: string): string[] {
  const page = join(folder, pageFile);
  if (!existsSync(page)) return [];
  const scripts = [...readFileSync(page, 'utf8').matchAll(/<script>([\s\S]*?)<\/script>/g)];
  return scripts.map(
    ([, text]) =>
      `sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}`,
  );
}

/** The built web app: files compressed at build time, hashed ones kept for ever, the page never. */
export function staticFiles(folder: string): RequestHandler {
  return sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    dotfiles: false,
    setHeaders: (response, path) => {
      const forever = hashedAsset.test(path);
      response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  }) as RequestHandler;
}

/** The page for every address inside the app that a browser opens; files that are missing stay missing. */
export function pageFallback(folder: string): RequestHandler {
  const serve = staticFiles(folder);
  return (request: Request, response: Response, next) => {
    const lastPart = request.path.slice(request.path.lastIndexOf('/') + 1);
    const wantsPage = request.method === 'GET' && request.accepts(['html', 'json']) === 'html' && !lastPart.includes('.');
    if (!wantsPage) return next();
    request.url = '/';
    serve(request, response, next);
  };
}
