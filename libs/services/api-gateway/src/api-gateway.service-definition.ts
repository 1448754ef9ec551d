import type { ServiceOptions } from '@hallway/service-host';

import { ApiGatewayAppModule } from './api-gateway-app.module';
import { ApiGatewayConfig } from './config';
import { installEdge } from './install-edge';

/** What an app runs and what the tests start. */
export const apiGatewayService: ServiceOptions<ApiGatewayConfig> = {
  name: 'api-gateway',
  module: ApiGatewayAppModule,
  config: ApiGatewayConfig,
  events: { mode: 'broadcast', domains: ['auth'] },
  edge: true,
  configureApp: installEdge,
};
