import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';

import { Health, healthRoutes } from '@hallway/service-kit/health';

import { ApiGatewayConfig } from './config';
import { documentsRouter } from './documents/documents.router';
import { AddressLimiter } from './edge/address-limiter';
import { addressLimitHandler, edgeRouter, notFoundHandler, upgradeHandler } from './edge/edge.router';
import { EdgeService } from './edge/edge.service';
import { securityHeaders } from './edge/security-headers';
import { UpgradeService } from './edge/upgrade.service';
import { inlineScriptHashes, pageFallback, staticFiles } from './web/static-files';

/** Below these, nothing is ever a page of the web app. */
const machinePaths = ['/api', '/health', '/metrics', '/internal', '/socket.io', '/problems', '/.well-known'];

/** Puts the whole edge in front of Nest's router: headers, documents, API, sockets, web app. */
export function installEdge(app: NestExpressApplication): void {
  const config = app.get(ApiGatewayConfig);
  const addressLimiter = app.get(AddressLimiter);
  const edge = app.get(EdgeService);
  const web = config.GATEWAY_WEB_DIR;
  app.disable('x-powered-by');
  app.use(securityHeaders(config, web ? inlineScriptHashes(web) : []));
  app.enableCors(corsOptions(config));
  app.use(addressLimitHandler(addressLimiter));
  app.use(answerPreflight);
  app.use(compression({ filter: (request: Request, response: Response) => !isFileContent(request) && compression.filter(request, response) }));
  app.use(healthRoutes(app.get(Health)));
  app.use(documentsRouter(config));
  app.use(edgeRouter(edge));
  app.use(machinePaths, notFoundHandler);
  if (web) app.use(staticFiles(web), pageFallback(web));
  app.use(notFoundHandler);
  app.getHttpServer().on('upgrade', upgradeHandler(addressLimiter, edge, app.get(UpgradeService)));
}

/** Says which pages may call. Refusals carry it too, so that a page can read why; preflights are counted like all else. */
function corsOptions(config: ApiGatewayConfig): CorsOptions {
  return {
    origin: [new URL(config.PUBLIC_URL).origin, ...config.GATEWAY_CORS_ORIGINS],
    credentials: true,
    maxAge: 600,
    exposedHeaders: ['Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Location', 'Upload-Offset', 'Upload-Length', 'Tus-Resumable'],
    preflightContinue: true,
  };
}

/** An OPTIONS that no browser sent before a call is not ours to answer: tus tells by it what it can do. */
function answerPreflight(request: Request, response: Response, next: NextFunction): void {
  if (request.method === 'OPTIONS' && request.headers.origin !== undefined) response.status(204).set('Content-Length', '0').end();
  else next();
}

/** Byte ranges are of the file as it is. */
function isFileContent(request: Request): boolean {
  return request.path.includes('/uploads/');
}
