export { Health, type Readiness } from './health';
export { OpsServer } from './ops-server';
