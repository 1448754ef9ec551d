import type { ServiceOptions } from '@hallway/service-kit/boot';

import { AppModule } from './app.module';
import { RealtimeConfig } from './config';
import { ClientEvents } from './sockets/client-events.service';
import { HallwayIoAdapter } from './sockets/hallway-io.adapter';
import { LossyBroadcast } from './sockets/lossy-broadcast.service';
import { Standstill } from './sockets/standstill.service';
import { UnauthenticatedSockets } from './sockets/unauthenticated-sockets.service';

/** The realtime service: sockets, and nothing that lasts. */
export const realtimeService: ServiceOptions<RealtimeConfig> = {
  name: 'realtime',
  module: AppModule,
  config: RealtimeConfig,
  events: { mode: 'fanout', domains: ['messages', 'conversations', 'auth'] },
  configureApp: (app) => {
    const parts = {
      config: app.get(RealtimeConfig),
      events: app.get(ClientEvents),
      broadcast: app.get(LossyBroadcast),
      standstill: app.get(Standstill),
      unauthenticated: app.get(UnauthenticatedSockets),
    };
    app.useWebSocketAdapter(new HallwayIoAdapter(app, parts));
  },
};
