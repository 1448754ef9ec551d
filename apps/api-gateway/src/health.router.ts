import { Router } from 'express';
import type { Health } from '@hallway/service-kit/health';

/** Health on the public port, for load balancers that see nothing else; metrics stay on the other port. */
export function healthRouter(health: Health): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/health/ready', async (_request, response) => {
    const { ready } = await health.ready();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable' });
  });
  return router;
}
