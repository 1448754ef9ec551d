import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';
import { SessionSweep } from '@hallway/service-kit/sessions';
import { GatewayConfig } from '../config';
import { RevokedSessions } from './revoked-sessions';
import { SessionsConsumer } from './sessions.consumer';

const sessionSweep = {
  provide: SessionSweep,
  inject: [GatewayConfig, RevokedSessions, ServiceClient, REDIS, Logger],
  useFactory: (config: GatewayConfig, revoked: RevokedSessions, services: ServiceClient, redis: Redis, logger: Logger) => {
    const ended = (id: string) => {
      if (!revoked.has(id)) revoked.add(id);
    };
    return new SessionSweep({ everyMs: config.GATEWAY_SESSION_SWEEP_MS, ended }, services, redis, logger);
  },
};

@Module({ controllers: [SessionsConsumer], providers: [RevokedSessions, sessionSweep], exports: [RevokedSessions] })
export class AccessModule {}
