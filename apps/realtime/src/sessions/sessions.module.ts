import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';
import { SessionSweep } from '@hallway/service-kit/sessions';

import { RealtimeConfig } from '../config';
import { SocketsModule } from '../sockets/sockets.module';
import { RevokedSessions } from './revoked-sessions.service';
import { SessionEndings } from './session-endings.service';
import { SessionsConsumer } from './sessions.consumer';
import { SessionsGateway } from './sessions.gateway';

const sessionSweep = {
  provide: SessionSweep,
  inject: [RealtimeConfig, SessionEndings, ServiceClient, REDIS, Logger],
  useFactory: (config: RealtimeConfig, endings: SessionEndings, services: ServiceClient, redis: Redis, logger: Logger) =>
    new SessionSweep({ everyMs: config.REALTIME_SESSION_SWEEP_MS, ended: (id) => endings.endUnknown(id) }, services, redis, logger),
};

@Module({ imports: [SocketsModule], controllers: [SessionsConsumer], providers: [SessionsGateway, RevokedSessions, SessionEndings, sessionSweep], exports: [RevokedSessions] })
export class SessionsModule {}
