import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AggregatorRegistry } from 'prom-client';

import { type Neighbour, Neighbours, type RoutesAdapter } from '@hallway/service-calls';
import { Health, OpsServer } from '@hallway/service-kit/health';
import type { LocalCall } from '@hallway/service-kit/http';
import type { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';

import { bringUp, type Configured, createApp } from './create-app';
import { draining, portOf, urlOf } from './server';
import type { ServiceApp } from './service-options';

/** A service that runs beside others. */
interface Running {
  service: Configured;
  app: NestExpressApplication;
}

function isEdge({ options }: Configured): boolean {
  return options.edge === true;
}

/** Besides the edge, a service listens only when it was given a port of its own, for other processes that run the same. */
function listens(service: Configured): boolean {
  return isEdge(service) || service.config.PORT > 0;
}

function neighbourOf(app: NestExpressApplication): Neighbour {
  const server: Server = app.getHttpServer();
  const routes = app.getHttpAdapter() as unknown as RoutesAdapter;
  return {
    call: (call: LocalCall) => routes.call(call),
    serve: (request: IncomingMessage, response: ServerResponse) => void server.emit('request', request, response),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void server.emit('upgrade', request, socket, head),
  };
}

/** The numbers of the process, and those of each service under its own label. */
async function metricsOf(running: Running[], ofProcess: Metrics): Promise<{ type: string; text: string }> {
  const registries = [ofProcess.registry, ...running.map(({ app }) => app.get(Metrics).registry)];
  const numbers = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
  // No two have the same labels, so that each number is the first of its kind.
  const all = AggregatorRegistry.aggregate(numbers.map((own) => own.map((metric) => ({ ...metric, aggregator: 'first' as const }))));
  return { type: all.contentType, text: await all.metrics() };
}

/** Settles all of them before it fails with the first failure, so that nothing is still starting when everything is closed. */
async function together<Result>(work: Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

function findEdge(running: Running[]): Running {
  const edge = running.find(({ service }) => isEdge(service));
  if (!edge) throw new TypeError('One of the services has to be the edge');
  return edge;
}

/** The process can serve when each of its services can. */
function watch(edge: Running, running: Running[]): Health {
  const health = edge.app.get(Health);
  for (const { service, app } of running) {
    if (app === edge.app) continue;
    const own = app.get(Health);
    health.add(service.options.name, async () => {
      const { ready, stores } = await own.ready();
      if (!ready) throw new Error(`${service.options.name} is not ready: ${JSON.stringify(stores)}`);
    });
  }
  return health;
}

/**
 * Starts several services as one process. Each keeps its own settings, schema, role, limits and numbers; what they say
 * to each other does not leave the process. Resolves when the edge listens, which it does last.
 *
 * @param logger of the process
 */
export async function startServices(services: Configured[], logger: Logger): Promise<ServiceApp> {
  const neighbours = new Neighbours();
  for (const service of services) {
    const { options, config } = service;
    neighbours.expect(options.name, !isEdge(service) && listens(service) ? urlOf(config.PORT, config.HOST) : undefined);
  }
  const running: Running[] = [];
  try {
    await together(services.map(async (service) => running.push({ service, app: await createApp(service, { neighbours, logger }) })));
    await together(
      running.map(async ({ service, app }) => {
        await bringUp(app, service);
        neighbours.arrived(service.options.name, neighbourOf(app));
      }),
    );
    return await open(running, logger);
  } catch (error) {
    await Promise.all(running.map(({ app }) => app.close()));
    throw error;
  }
}

async function open(running: Running[], logger: Logger): Promise<ServiceApp> {
  const edge = findEdge(running);
  const health = watch(edge, running);
  const ofProcess = new Metrics('hallway');
  const ops = new OpsServer({ ready: () => health.ready(), metrics: () => metricsOf(running, ofProcess) }, logger);
  const { HOST, OPS_PORT } = edge.service.config;
  const inner = running.filter(({ app }) => app !== edge.app);
  for (const { service, app } of inner) if (listens(service)) await app.listen(service.config.PORT, service.config.HOST);
  await edge.app.listen(edge.service.config.PORT, HOST);
  const opsPort = await ops.listen(OPS_PORT, HOST);
  const close = async ({ app }: Running): Promise<void> => draining(app.getHttpServer() as Server, () => app.close());
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    health.drain();
    // What is under way at the edge still needs the others.
    await close(edge);
    await Promise.all(inner.map(close));
    await ops.close();
  };
  return {
    app: edge.app,
    url: urlOf(portOf(edge.app.getHttpServer() as Server), HOST),
    opsUrl: urlOf(opsPort, HOST),
    close: () => (closed ??= closeAll()),
  };
}
