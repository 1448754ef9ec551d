import { loadConfig, type ServiceConfig, testEnvironment } from '@hallway/service-kit/config';

import { createLogger } from './configure';
import type { Configured } from './create-app';
import { migrateService } from './run-service';
import type { ServiceApp, ServiceOptions } from './service-options';
import { startService } from './start-service';
import { startServices } from './start-services';

/**
 * Starts a service inside a test, wired as in earnest: migrated, on free ports.
 * `overrides` are settings on top of the environment.
 */
export async function createServiceApp<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
  overrides: Partial<Config> | Record<string, unknown> = {},
): Promise<ServiceApp> {
  const service = await prepare(options, overrides);
  return startService(service.options, service.config, service.logger);
}

/** The same for several services that share a process, one of which is the edge. */
export async function createServiceApps(services: { options: ServiceOptions; overrides: Record<string, unknown> }[]): Promise<ServiceApp> {
  const prepared = await Promise.all(services.map(({ options, overrides }) => prepare(options, overrides)));
  return startServices(prepared, prepared[0]!.logger);
}

/** Audit lines are written at every level; at the level of tests, what they do need not be read. */
const withoutAudits = { write: (line: string) => void (line.includes('"audit":true') || process.stdout.write(line)) };

async function prepare<Config extends ServiceConfig>(
  options: ServiceOptions<Config>,
  overrides: Partial<Config> | Record<string, unknown>,
): Promise<Configured<Config>> {
  const config = loadConfig(options.config, testEnvironment(overrides));
  const service = { options, config, logger: createLogger(options.name, config, config.LOG_LEVEL === 'error' ? withoutAudits : undefined) };
  await migrateService(service);
  return service;
}
