import type { RequestHandler } from 'express';
import helmet from 'helmet';

import type { ApiGatewayConfig } from '../config';

/**
 * Headers of every answer. Scripts come from this origin only, or are inline with
 * one of `scriptHashes` (the boot script of the page); styles may be inline because
 * overlays measure and set them.
 */
export function securityHeaders(config: ApiGatewayConfig, scriptHashes: string[]): RequestHandler {
  const tls = config.PUBLIC_URL.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:', ...config.GATEWAY_CONNECT_ORIGINS],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", socketOrigin(config.PUBLIC_URL), ...config.GATEWAY_CONNECT_ORIGINS],
        fontSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Browsers ignore it, loudly, where there is no TLS.
    crossOriginOpenerPolicy: tls,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: tls && { maxAge: 31_536_000 },
    xPoweredBy: true,
  });
}

function socketOrigin(publicUrl: string): string {
  return new URL(publicUrl).origin.replace(/^http/, 'ws');
}
