import { loadConfig, type ServiceConfig, testEnvironment } from '../config';
import { createLogger, migrateService } from './run-service';
import type { ServiceApp, ServiceOptions } from './service-options';
import { startService } from './start-service';

/**
 * Starts a service inside a test, wired as in earnest: migrated, on free ports.
 * `overrides` are settings on top of the environment.
 */
export async function createServiceApp<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
  overrides: Partial<Config> | Record<string, unknown> = {},
): Promise<ServiceApp> {
  const config = loadConfig(options.config, testEnvironment(overrides));
  const logger = createLogger(options.name, config);
  await migrateService(options, config, logger);
  return startService(options, config, logger);
}
