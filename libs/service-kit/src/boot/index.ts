export { createServiceApp } from './create-service-app';
export { KitModule, type KitOptions } from './kit.module';
export { runService } from './run-service';
export type { ServiceApp, ServiceEvents, ServiceOptions } from './service-options';
