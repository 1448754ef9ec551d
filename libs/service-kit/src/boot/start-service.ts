import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

import { ServiceTokens } from '../auth';
import type { ServiceConfig } from '../config';
import { Health, healthRoutes, OpsServer } from '../health';
import { contextMiddleware, protectServer, requestLogMiddleware } from '../http';
import { EventBus } from '../events';
import { type Logger, NestLogger } from '../log';
import { Metrics } from '../metrics';
import { dataSourceFactory } from './data-source-factory';
import { EventPublishing, EventsModule } from './events.module';
import { KitModule } from './kit.module';
import type { ServiceApp, ServiceOptions } from './service-options';

/** Holds the kit and the service's own module. */
@Module({})
class ServiceRoot {}

/** How long answers may still take after the intake has stopped. */
const drainMs = 7_000;

type Events = Pick<ServiceOptions, 'database' | 'events'> & { dataSource?: unknown };

function hasSchema({ database, dataSource }: Events): boolean {
  return database !== undefined || dataSource !== undefined;
}

/** Who has a schema may tell events; who has none may listen. */
function usesEvents(options: Events): boolean {
  return hasSchema(options) || options.events !== undefined;
}

function rootModule<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): DynamicModule {
  const kit = KitModule.forService({ name: options.name, config, logger, dataSource: dataSourceFactory(options, config) });
  const stored = hasSchema(options);
  if (!usesEvents(options)) return { module: ServiceRoot, imports: [kit, options.module] };
  const events = EventsModule.forService({ mode: 'work', domains: [], ...options.events, service: options.name, stored });
  return { module: ServiceRoot, imports: [kit, events, options.module], providers: [EventPublishing] };
}

/** Closes a server's connections as they become idle, and the others when their time is over. */
async function draining(server: Server, work: () => Promise<void>): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => server.closeAllConnections(), drainMs);
  try {
    await work();
  } finally {
    clearInterval(sweep);
    clearTimeout(end);
  }
}

function prepareHttp(app: NestExpressApplication, config: ServiceConfig, logger: Logger): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(contextMiddleware(app.get(ServiceTokens)));
  app.use(requestLogMiddleware(logger, app.get(Metrics)));
  protectServer(app.getHttpServer() as Server, config.connectionsPerAddress);
}

/** The consumers of the service, as a microservice of the same application. */
function connectEvents(app: NestExpressApplication): void {
  app.connectMicroservice({ strategy: app.get(EventBus).server });
}

/** Brings everything up, in an order by which nothing arrives before somebody can take it. */
async function bringUp<Config extends ServiceConfig>(app: NestExpressApplication, options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<ServiceApp> {
  prepareHttp(app, config, logger);
  await options.configureApp?.(app);
  const health = app.get(Health);
  app.use(healthRoutes(health));
  if (usesEvents(options)) connectEvents(app);
  await app.init();
  await app.startAllMicroservices();
  const ops = new OpsServer(health, app.get(Metrics), logger);
  await app.listen(config.PORT, config.HOST);
  const opsPort = await ops.listen(config.OPS_PORT, config.HOST);
  const server: Server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST;
  let closed: Promise<void> | undefined;
  return {
    app,
    url: `http://${host}:${port}`,
    opsUrl: `http://${host}:${opsPort}`,
    close: () => {
      health.drain();
      closed ??= draining(server, () => app.close()).finally(() => ops.close());
      return closed;
    },
  };
}

function createApp<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<NestExpressApplication> {
  return NestFactory.create<NestExpressApplication>(rootModule(options, config, logger), { bodyParser: false, abortOnError: false, logger: new NestLogger(logger) });
}

/** Lends the service to some work, with its handlers, but without intake: it reads no events and serves no requests. */
export async function withoutIntake<Config extends ServiceConfig, Result>(
  options: ServiceOptions<Config>,
  config: Config,
  logger: Logger,
  work: (app: NestExpressApplication) => Promise<Result>,
): Promise<Result> {
  const app = await createApp(options, config, logger);
  try {
    await options.configureApp?.(app);
    connectEvents(app);
    await app.init();
    return await work(app);
  } finally {
    await app.close();
  }
}

/** Wires and starts a service; resolves when it listens. */
export async function startService<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<ServiceApp> {
  const app = await createApp(options, config, logger);
  try {
    return await bringUp(app, options, config, logger);
  } catch (error) {
    await app.close();
    throw error;
  }
}
