import { type Environment, loadConfig, type ServiceConfig } from '@hallway/service-kit/config';
import { Logger, type LoggerOptions, type LogLevel } from '@hallway/service-kit/log';

import type { Configured } from './create-app';
import type { ServiceOptions } from './service-options';

export function createLogger(name: string, config: ServiceConfig, destination?: LoggerOptions['destination']): Logger {
  return new Logger({ service: name, version: config.SERVICE_VERSION, instance: config.INSTANCE_ID, level: config.LOG_LEVEL as LogLevel, destination });
}

/** Reads the settings of a service. Throws `ConfigError`. */
export function configure<Config extends ServiceConfig>(options: ServiceOptions<Config>, env?: Environment): Configured<Config> {
  const config = loadConfig(options.config, env, options.database ? ['DATABASE_URL'] : []);
  return { options, config, logger: createLogger(options.name, config) };
}
