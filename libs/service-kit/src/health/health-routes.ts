import type { NextFunction, Request, Response } from 'express';

import { requestContext } from '../context';
import type { Health } from './health';

/** Health on the public port, for load balancers that see nothing else; metrics stay on the other port. */
export function healthRoutes(health: Health) {
  const ready = async (response: Response): Promise<void> => {
    const { ready: serves, status, degraded } = await health.ready();
    response.status(serves ? 200 : 503).json({ status, ...(degraded.length > 0 && { degraded }) });
  };
  return (request: Request, response: Response, next: NextFunction): void => {
    const { method, path } = request;
    if ((method !== 'GET' && method !== 'HEAD') || (path !== '/health/live' && path !== '/health/ready')) return next();
    const context = requestContext.get();
    if (context) context.route = path;
    if (path === '/health/live') response.json({ status: 'ok' });
    else ready(response).catch(next);
  };
}
