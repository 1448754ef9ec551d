import type { Server } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';

import { EventBus } from '@hallway/event-bus';
import { type Neighbours, RoutesAdapter } from '@hallway/service-calls';
import { ServiceTokens } from '@hallway/service-kit/auth';
import type { ServiceConfig } from '@hallway/service-kit/config';
import { Health, healthRoutes } from '@hallway/service-kit/health';
import { contextMiddleware, protectServer, requestLogMiddleware } from '@hallway/service-kit/http';
import { type Logger, NestLogger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';
import { Tracing } from '@hallway/service-kit/tracing';

import { dataSourceFactory } from './data-source-factory';
import { EventPublishing, EventsModule } from './events.module';
import { KitModule } from './kit.module';
import type { ServiceOptions } from './service-options';

/** A service with the settings it runs with. */
export interface Configured<Config extends ServiceConfig = ServiceConfig> {
  options: ServiceOptions<Config>;
  config: Config;
  logger: Logger;
}

/** The process around a service, where several share one. */
export interface SharedProcess {
  neighbours: Neighbours;
  /** Of the process: what Nest says for all of them. */
  logger: Logger;
}

/** Holds the kit and the service's own module. */
@Module({})
class ServiceRoot {}

/** A service with a schema may publish events; one without may only listen. */
function usesEvents({ database, events }: Pick<ServiceOptions, 'database' | 'events'>): boolean {
  return database !== undefined || events !== undefined;
}

function rootModule<Config extends ServiceConfig>({ options, config, logger }: Configured<Config>, shared?: SharedProcess): DynamicModule {
  const kit = KitModule.forService({ name: options.name, config, logger, dataSource: dataSourceFactory(options, config), neighbours: shared?.neighbours });
  if (!usesEvents(options)) return { module: ServiceRoot, imports: [kit, options.module] };
  const events = EventsModule.forService({ mode: 'competing', domains: [], ...options.events, service: options.name, stored: options.database !== undefined });
  return { module: ServiceRoot, imports: [kit, events, options.module], providers: [EventPublishing] };
}

/** The application of a service, wired and not yet started. */
export function createApp<Config extends ServiceConfig>(service: Configured<Config>, shared?: SharedProcess): Promise<NestExpressApplication> {
  const adapter = shared ? new RoutesAdapter() : new ExpressAdapter();
  const logger = new NestLogger(shared?.logger ?? service.logger);
  return NestFactory.create<NestExpressApplication>(rootModule(service, shared), adapter, { bodyParser: false, abortOnError: false, logger });
}

/** The consumers of the service, as a microservice of the same application. */
export function connectEvents(app: NestExpressApplication): void {
  app.connectMicroservice({ strategy: app.get(EventBus).server });
}

/** Starts everything of a service but its server. */
export async function bringUp<Config extends ServiceConfig>(app: NestExpressApplication, { options, config, logger }: Configured<Config>): Promise<void> {
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(contextMiddleware(app.get(ServiceTokens), app.get(Tracing)));
  app.use(requestLogMiddleware(logger, app.get(Metrics)));
  protectServer(app.getHttpServer() as Server, config.connectionsPerAddress);
  await options.configureApp?.(app);
  app.use(healthRoutes(app.get(Health)));
  if (usesEvents(options)) connectEvents(app);
  await app.init();
  await app.startAllMicroservices();
}
