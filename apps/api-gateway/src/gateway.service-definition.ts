import type { ServiceOptions } from '@hallway/service-kit/boot';
import { AppModule } from './app.module';
import { GatewayConfig } from './config';
import { installEdge } from './install-edge';

/** What main.ts runs and what the tests start. */
export const gatewayService: ServiceOptions<GatewayConfig> = {
  name: 'api-gateway',
  module: AppModule,
  config: GatewayConfig,
  events: { mode: 'fanout', domains: ['auth'] },
  configureApp: installEdge,
};
