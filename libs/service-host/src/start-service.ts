import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { ServiceConfig } from '@hallway/service-kit/config';
import { Health, OpsServer } from '@hallway/service-kit/health';
import type { Logger } from '@hallway/service-kit/log';
import { Metrics } from '@hallway/service-kit/metrics';

import { bringUp, connectEvents, createApp } from './create-app';
import { draining, portOf, urlOf } from './server';
import type { ServiceApp, ServiceOptions } from './service-options';

/** Lends the service to some work, with its handlers, but without intake: it reads no events and serves no requests. */
export async function withoutIntake<Config extends ServiceConfig, Result>(
  options: ServiceOptions<Config>,
  config: Config,
  logger: Logger,
  work: (app: NestExpressApplication) => Promise<Result>,
): Promise<Result> {
  const app = await createApp({ options, config, logger });
  try {
    await options.configureApp?.(app);
    connectEvents(app);
    await app.init();
    return await work(app);
  } finally {
    await app.close();
  }
}

/** Listens, in an order by which nothing arrives before it can be handled. */
async function listen(app: NestExpressApplication, config: ServiceConfig, logger: Logger): Promise<ServiceApp> {
  const [health, { registry }] = [app.get(Health), app.get(Metrics)];
  const ops = new OpsServer({ ready: () => health.ready(), metrics: async () => ({ type: registry.contentType, text: await registry.metrics() }) }, logger);
  await app.listen(config.PORT, config.HOST);
  const opsPort = await ops.listen(config.OPS_PORT, config.HOST);
  const server: Server = app.getHttpServer();
  let closed: Promise<void> | undefined;
  return {
    app,
    url: urlOf(portOf(server), config.HOST),
    opsUrl: urlOf(opsPort, config.HOST),
    close: () => {
      health.drain();
      closed ??= draining(server, () => app.close()).finally(() => ops.close());
      return closed;
    },
  };
}

/** Wires and starts a service in a process of its own; resolves when it listens. */
export async function startService<Config extends ServiceConfig>(options: ServiceOptions<Config>, config: Config, logger: Logger): Promise<ServiceApp> {
  const service = { options, config, logger };
  const app = await createApp(service);
  try {
    await bringUp(app, service);
    return await listen(app, config, logger);
  } catch (error) {
    await app.close();
    throw error;
  }
}
