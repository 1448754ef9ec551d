import { ConfigError, loadConfig, type ServiceConfig } from '../config';
import { runMigrations } from '../database';
import { Logger, type LoggerOptions, type LogLevel } from '../log';
import { Metrics } from '../metrics';
import { dataSourceFactory } from './data-source-factory';
import { deadLettersCommand } from './dead-letters-command';
import type { ServiceApp, ServiceOptions } from './service-options';
import { startService } from './start-service';

const shutdownMs = 10_000;
const commands = ['migrate', 'dead-letters'];
const about = `Without a command the service runs. migrate: brings its schema up to date and ends. dead-letters: see "dead-letters --help".`;

export function createLogger(name: string, config: ServiceConfig, destination?: LoggerOptions['destination']): Logger {
  return new Logger({ service: name, version: config.SERVICE_VERSION, instance: config.INSTANCE_ID, level: config.LOG_LEVEL as LogLevel, destination });
}

/** Runs what is not yet migrated in the service's schema; nothing when it has none. */
export async function migrateService<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<void> {
  const dataSource = dataSourceFactory(options, config)?.(logger, new Metrics(options.name));
  if (!dataSource) return;
  const ran = await runMigrations(dataSource);
  logger.info('migrated', { migrations: ran });
}

function announce({ url, opsUrl }: ServiceApp, logger: Logger): void {
  const port = Number(new URL(url).port);
  const opsPort = Number(new URL(opsUrl).port);
  logger.info('listening', { port, opsPort });
  process.send?.({ type: 'listening', port, opsPort });
}

function stopOnSignals(service: ServiceApp, logger: Logger): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { reason });
    setTimeout(() => {
      logger.error('stopped by force: something did not end in time');
      process.exit(1);
    }, shutdownMs).unref();
    service.close().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error('stopping failed', { err });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The process that started this one, and listens to it, is gone.
  process.on('disconnect', () => stop('disconnect'));
}

async function run<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  if (command === 'migrate') {
    await migrateService(options, config, logger);
    process.exit(0);
  }
  if (command === 'dead-letters') {
    // Standard output is for what was asked.
    const log = createLogger(options.name, config, process.stderr);
    process.exit(await deadLettersCommand(options, config, log, args, (text) => void process.stdout.write(`${text}\n`)));
  }
  if (config.RATE_LIMITS === 'off') logger.warn('RATE_LIMITS=off: anybody may call as often as they like; only for load tests');
  const service = await startService(options, config, logger);
  stopOnSignals(service, logger);
  announce(service, logger);
}

function refuseUnknown(name: string): void {
  const command = process.argv[2];
  if (command === undefined || commands.includes(command)) return;
  const asked = command === '--help' || command === '-h';
  (asked ? process.stdout : process.stderr).write(`${name}: main.js [${commands.join(' | ')}]\n${about}\n`);
  process.exit(asked ? 0 : 1);
}

/** All of a service's main.ts: settings, start, shutdown; or one of the commands. */
export async function runService<Config extends ServiceConfig>(options: ServiceOptions<Config>): Promise<void> {
  refuseUnknown(options.name);
  let logger: Logger | undefined;
  try {
    const config = loadConfig(options.config, undefined, options.database || options.dataSource ? ['DATABASE_URL'] : []);
    const log = (logger = createLogger(options.name, config));
    process.on('unhandledRejection', (err) => log.error('a promise was rejected and nobody looked', { err }));
    process.on('uncaughtException', (err) => {
      log.error('an error was thrown and nobody caught it', { err });
      process.exit(1);
    });
    await run(options, config, log);
  } catch (err) {
    if (err instanceof ConfigError) process.stderr.write(`${options.name}: ${err.message}\n`);
    else logger?.error('the service could not start', { err });
    process.exit(1);
  }
}
