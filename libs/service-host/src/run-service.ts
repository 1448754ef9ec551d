import type { EventEmitter } from 'node:events';

import { ConfigError, ownEnvironment, type ServiceConfig } from '@hallway/service-kit/config';
import { runMigrations } from '@hallway/service-kit/database';
import type { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';
import { Tracing } from '@hallway/service-kit/tracing';

import { commandConfig } from './command-config';
import { configure, createLogger } from './configure';
import type { Configured } from './create-app';
import { dataSourceFactory } from './data-source-factory';
import { deadLettersCommand } from './dead-letters-command';
import { prepareCommand } from './prepare/prepare-command';
import { redisUsersCommand } from './prepare/redis-users-command';
import type { ServiceApp, ServiceCommand, ServiceOptions } from './service-options';
import { startService, withoutIntake } from './start-service';
import { startServices } from './start-services';

const shutdownMs = 10_000;

/** What main.js can do besides running. */
type Command = (args: string[]) => Promise<number>;

/** A program made of services: how it is configured, run and asked for something else. */
interface Program {
  name: string;
  about: string;
  /** Throws `ConfigError`. */
  configure: () => { logger: Logger; limited: boolean; start: () => Promise<ServiceApp>; commands: Record<string, Command> };
  commands: string[];
  /** Of its services, for the one command that takes none of their settings. */
  schemas: string[];
}

/** Runs what is not yet migrated in the service's schema; nothing when it has none. */
export async function migrateService<Config extends ServiceConfig>({ options, config, logger }: Configured<Config>): Promise<void> {
  const dataSource = dataSourceFactory(options, config)?.(logger, new Metrics(options.name), new Tracing());
  if (!dataSource) return;
  const ran = await runMigrations(dataSource);
  logger.info('migrated', { migrations: ran });
}

function announce({ url, opsUrl }: ServiceApp, logger: Logger): void {
  const port = Number(new URL(url).port);
  const opsPort = Number(new URL(opsUrl).port);
  logger.info('listening', { port, opsPort });
  process.send?.({ type: 'listening', port, opsPort });
  // The launcher keeps the code that was compiled until now.
  (process as EventEmitter).emit('hallway:listening');
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

function refuseUnknown({ name, about, commands }: Program): void {
  const command = process.argv[2];
  if (command === undefined || commands.includes(command)) return;
  const asked = command === '--help' || command === '-h';
  (asked ? process.stdout : process.stderr).write(`${name}: main.js [${commands.join(' | ')}]\n${about}\n`);
  process.exit(asked ? 0 : 1);
}

/** The commands that need none of the settings of a service, and end the process. Throws `ConfigError`. */
async function prepareStores(schemas: string[]): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  if (command === 'prepare') process.exit(await prepareCommand(schemas, args, print));
  if (command === 'redis-users') process.exit(redisUsersCommand(args, print));
}

/** All of a main.ts: settings, start, shutdown; or one of the commands. */
async function runProgram(program: Program): Promise<void> {
  refuseUnknown(program);
  let logger: Logger | undefined;
  try {
    await prepareStores(program.schemas);
    const { start, commands, limited, ...configured } = program.configure();
    const log = (logger = configured.logger);
    process.on('unhandledRejection', (err) => log.error('a promise was rejected and not handled', { err }));
    process.on('uncaughtException', (err) => {
      log.error('an error was thrown and not caught', { err });
      process.exit(1);
    });
    const [command, ...args] = process.argv.slice(2);
    if (command !== undefined) process.exit(await commands[command]!(args));
    if (!limited) log.warn('RATE_LIMITS=off: anybody may call as often as they like; only for load tests');
    const running = await start();
    stopOnSignals(running, log);
    announce(running, log);
  } catch (err) {
    if (err instanceof ConfigError) process.stderr.write(`${program.name}: ${err.message}\n`);
    else logger?.error('the service could not start', { err });
    process.exit(1);
  }
}

async function deadLetters<Config extends ServiceConfig>({ options, config }: Configured<Config>, args: string[]): Promise<number> {
  // Standard output is for what was asked.
  const log = createLogger(options.name, config, process.stderr);
  return deadLettersCommand(options, config, log, args, print);
}

function ownCommand<Config extends ServiceConfig>(
  { options, config }: Configured<Config>,
  name: string,
  command: ServiceCommand,
  args: string[],
): Promise<number> {
  const log = createLogger(options.name, config, process.stderr);
  return command.run(args, { print, withApp: (work) => withoutIntake(options, commandConfig(config, name), log, work) });
}

function ownCommands<Config extends ServiceConfig>(service: Configured<Config>): Record<string, Command> {
  const commands = Object.entries(service.options.commands ?? {});
  return Object.fromEntries(commands.map(([name, command]) => [name, (args: string[]) => ownCommand(service, name, command, args)]));
}

/** Their names, and what `--help` says of them. */
function namesAndTexts(services: Pick<ServiceOptions, 'commands'>[]): { names: string[]; about: string } {
  const commands = services.flatMap((service) => Object.entries(service.commands ?? {}));
  return { names: commands.map(([name]) => name), about: commands.map(([, { about }]) => ` ${about}`).join('') };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const aboutPrepare = 'prepare: makes roles and schemas in a database, as its owner; see "prepare --help".';

function schemasOf(services: Pick<ServiceOptions, 'database'>[]): string[] {
  return services.flatMap(({ database }) => database?.schema ?? []);
}

/** One service, in a process of its own. */
export function runService<Config extends ServiceConfig>(options: ServiceOptions<Config>): Promise<void> {
  const schemas = schemasOf([options]);
  const own = namesAndTexts([options]);
  return runProgram({
    name: options.name,
    about: `Without a command the service runs. migrate: brings its schema up to date and ends. dead-letters: see "dead-letters --help".${schemas.length > 0 ? ` ${aboutPrepare}` : ''}${own.about}`,
    commands: [...(schemas.length > 0 ? ['prepare'] : []), 'migrate', 'dead-letters', ...own.names],
    schemas,
    configure: () => {
      const service = configure(options);
      return {
        logger: service.logger,
        limited: service.config.RATE_LIMITS === 'on',
        start: () => startService(options, service.config, service.logger),
        commands: {
          migrate: () => migrateService(service).then(() => 0),
          'dead-letters': (args) => deadLetters(service, args),
          ...ownCommands(service),
        },
      };
    },
  });
}

/** Reads the settings of all of them before it says what is wrong. */
function configureAll(services: ServiceOptions[]): Configured[] {
  const faults: string[] = [];
  const configured = services.flatMap((options) => {
    try {
      return [configure(options, ownEnvironment(options.name, { edge: options.edge }))];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(...error.faults.map((fault) => `${options.name}: ${fault}`));
      return [];
    }
  });
  if (faults.length > 0) throw new ConfigError([...new Set(faults)]);
  return configured;
}

/**
 * Several services in one process, one of which is the edge. Settings are those of the services; where they differ, the
 * name of the service comes before them: `MESSAGES_DATABASE_URL`.
 *
 * @param name of the process, for its logs
 */
export function runServices(name: string, services: ServiceOptions[]): Promise<void> {
  const names = services.map((service) => service.name);
  const own = namesAndTexts(services);
  return runProgram({
    name,
    about: `Without a command all services run in this process. migrate: brings every schema up to date and ends. dead-letters <${names.join(' | ')}>: see "dead-letters messages --help". ${aboutPrepare} redis-users: prints users.acl for Redis; see "redis-users --help".${own.about}`,
    commands: ['prepare', 'redis-users', 'migrate', 'dead-letters', ...own.names],
    schemas: schemasOf(services),
    configure: () => {
      const all = configureAll(services);
      const edge = all.find(({ options }) => options.edge) ?? all[0]!;
      const logger = createLogger(name, edge.config);
      return {
        logger,
        limited: all.every(({ config }) => config.RATE_LIMITS === 'on'),
        start: () => startServices(all, logger),
        commands: {
          ...Object.assign({}, ...all.map(ownCommands)),
          migrate: () => Promise.all(all.map(migrateService)).then(() => 0),
          'dead-letters': ([whose, ...args]) => {
            const service = all.find(({ options }) => options.name === whose);
            if (service) return deadLetters(service, args);
            process.stderr.write(`dead-letters: name a service: ${names.join(', ')}\n`);
            return Promise.resolve(1);
          },
        },
      };
    },
  });
}
