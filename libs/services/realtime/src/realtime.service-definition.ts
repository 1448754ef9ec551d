import type { ServiceOptions } from '@hallway/service-host';

import { RealtimeConfig } from './config';
import { RealtimeAppModule } from './realtime-app.module';
import { ClientEventsService } from './sockets/client-events.service';
import { EventLoopGuard } from './sockets/event-loop-guard';
import { HallwayIoAdapter } from './sockets/hallway-io.adapter';
import { LossyBroadcastService } from './sockets/lossy-broadcast.service';
import { UnauthenticatedSocketsService } from './sockets/unauthenticated-sockets.service';

/** What an app runs and what the tests start. */
export const realtimeService: ServiceOptions<RealtimeConfig> = {
  name: 'realtime',
  module: RealtimeAppModule,
  config: RealtimeConfig,
  events: { mode: 'broadcast', domains: ['messages', 'conversations', 'auth'] },
  configureApp: (app) => {
    const parts = {
      config: app.get(RealtimeConfig),
      events: app.get(ClientEventsService),
      broadcast: app.get(LossyBroadcastService),
      eventLoopGuard: app.get(EventLoopGuard),
      unauthenticated: app.get(UnauthenticatedSocketsService),
    };
    app.useWebSocketAdapter(new HallwayIoAdapter(app, parts));
  },
};
