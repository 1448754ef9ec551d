export { Health, type Readiness } from './health';
export { healthRoutes } from './health-routes';
export { observeHealth } from './observe-health';
export { OpsServer, type OpsSource } from './ops-server';
