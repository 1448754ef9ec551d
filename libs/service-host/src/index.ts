export { createServiceApp, createServiceApps } from './create-service-app';
export { createServiceDataSource } from './data-source-factory';
export { readPrepareSettings } from './prepare/prepare.config';
export { redisUsersFile } from './prepare/redis-users-command';
export { runService, runServices } from './run-service';
export type { ServiceApp, ServiceCommand, ServiceEvents, ServiceOptions } from './service-options';
