import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';

import { fullPath, methodNotAllowed, notFound, publicPrefix, validationFailed } from '@hallway/contracts-core';
import { socketPath } from '@hallway/contracts-realtime';
import { tusPath } from '@hallway/contracts-uploads';
import type { Replica } from '@hallway/service-calls';
import { requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import { sendProblem, writeProblem } from '@hallway/service-kit/http';

import { publicRoutes } from '../routing/public-routes';
import type { AddressLimiter } from './address-limiter';
import type { EdgeService } from './edge.service';
import type { UpgradeService } from './upgrade.service';

type Handle = (request: Request, response: Response) => Promise<void>;

/** Runs a handler under its route's name and answers its failure as a problem. */
function handler(route: string, handle: Handle): RequestHandler {
  return (request: Request, response: Response, _next: NextFunction) => {
    const context = requestContext.get();
    if (context) context.route = route;
    handle(request, response).catch((error: unknown) => sendProblem(response, error));
  };
}

/** Every public route of the contracts; all else below the API is 404, and 405 where only the method is wrong. */
export function edgeRouter(edge: EdgeService): Router {
  const router = Router({ strict: false, caseSensitive: true });
  for (const route of publicRoutes) {
    const { method, path } = route.endpoint;
    const handle = handler(`${method} ${fullPath(route.endpoint)}`, (request, response) => edge.handle(route, request, response));
    const paths = path.startsWith('/.well-known/') ? [path, fullPath(route.endpoint)] : [fullPath(route.endpoint)];
    router[verbs[method]](paths, handle);
  }
  router.all(
    [`${publicPrefix}${tusPath}`, `${publicPrefix}${tusPath}/*rest`],
    handler('tus', (request, response) => edge.handleUser('uploads', request, response)),
  );
  router.all(
    [socketPath, `${socketPath}/`],
    handler('polling', (request, response) => edge.handlePolling(request, response)),
  );
  for (const path of new Set(publicRoutes.map((route) => fullPath(route.endpoint)))) {
    const allowed = publicRoutes.filter((route) => fullPath(route.endpoint) === path).map((route) => route.endpoint.method);
    router.all(
      path,
      refuse(() => new ProblemError(methodNotAllowed, { headers: { Allow: allowed.join(', ') } })),
    );
  }
  return router;
}

const verbs = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function refuse(problem: () => ProblemError): RequestHandler {
  return (_request, response) => sendProblem(response, problem());
}

/** What may not be reached from outside, and whatever is left below the API. */
export const notFoundHandler: RequestHandler = refuse(() => new ProblemError(notFound));

/** Counts a request of whatever kind, and refuses it when its address has had its share. */
export function addressLimitHandler(addressLimiter: AddressLimiter): RequestHandler {
  return (request, response, next) => {
    addressLimiter.count(request).then(
      () => next(),
      (error: unknown) => sendProblem(response, error),
    );
  };
}

/** Takes WebSocket upgrades of the socket path; others get the reason why not. */
export function upgradeHandler(addressLimiter: AddressLimiter, edge: EdgeService, upgrades: UpgradeService) {
  const candidatesFor = async (request: IncomingMessage): Promise<Replica[]> => {
    await addressLimiter.count(request);
    const path = (request.url ?? '').split('?')[0]?.replace(/\/$/, '');
    if (path !== socketPath) throw new ProblemError(notFound);
    if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket') throw new ProblemError(validationFailed);
    return edge.prepareUpgrade(request);
  };
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    candidatesFor(request)
      .then((candidates) => upgrades.join(request, socket, head, candidates))
      .catch((error: unknown) => writeProblem(socket, error));
  };
}
