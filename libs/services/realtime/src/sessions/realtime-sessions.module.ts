import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { RevocationList, RevokedSessions, ServiceClient, SessionSweep } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

import { RealtimeConfig } from '../config';
import { SocketsModule } from '../sockets/sockets.module';
import { RealtimeSessionsConsumer } from './realtime-sessions.consumer';
import { SessionEndingsService } from './session-endings.service';
import { SessionsGateway } from './sessions.gateway';

const sessionSweep = {
  provide: SessionSweep,
  inject: [RealtimeConfig, SessionEndingsService, ServiceClient, REDIS, Logger],
  useFactory: (config: RealtimeConfig, endings: SessionEndingsService, services: ServiceClient, redis: Redis, logger: Logger) =>
    new SessionSweep({ everyMs: config.REALTIME_SESSION_SWEEP_MS, ended: (id) => endings.endUnknown(id) }, services, redis, logger),
};

@Module({
  imports: [SocketsModule],
  controllers: [RealtimeSessionsConsumer],
  providers: [SessionsGateway, RevocationList, RevokedSessions, SessionEndingsService, sessionSweep],
  exports: [RevokedSessions],
})
export class RealtimeSessionsModule {}
