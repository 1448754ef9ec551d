import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { RevocationList, RevokedSessions, ServiceClient, SessionSweep } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

import { ApiGatewayConfig } from '../config';
import { GatewaySessionsConsumer } from './gateway-sessions.consumer';

const sessionSweep = {
  provide: SessionSweep,
  inject: [ApiGatewayConfig, RevokedSessions, ServiceClient, REDIS, Logger],
  useFactory: (config: ApiGatewayConfig, revoked: RevokedSessions, services: ServiceClient, redis: Redis, logger: Logger) => {
    const ended = (id: string) => {
      if (!revoked.has(id)) revoked.add(id);
    };
    return new SessionSweep({ everyMs: config.GATEWAY_SESSION_SWEEP_MS, ended }, services, redis, logger);
  },
};

@Module({ controllers: [GatewaySessionsConsumer], providers: [RevocationList, RevokedSessions, sessionSweep], exports: [RevokedSessions] })
export class AccessModule {}
