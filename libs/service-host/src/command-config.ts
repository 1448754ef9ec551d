import type { ServiceConfig } from '@hallway/service-kit/config';

/** The settings of a service for a command beside it: under a name of its own, so that the replica keeps its leases. */
export function commandConfig<Config extends ServiceConfig>(config: Config, command: string): Config {
  return Object.assign(Object.create(Object.getPrototypeOf(config) as object), config, { INSTANCE_ID: `${command}-${process.pid}` }) as Config;
}
