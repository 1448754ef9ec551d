export { Health, type Readiness } from './health';
export { healthRoutes } from './health-routes';
export { observeHealth } from './observe-health';
export { OpsServer } from './ops-server';
