import { Module } from '@nestjs/common';
import { RevokedSessions } from '../access/revoked-sessions';
import { SessionsConsumer } from '../access/sessions.consumer';
import { Upstreams } from '../routing/upstreams';
import { EdgeLimits } from './edge-limits';
import { EdgeService } from './edge.service';
import { ProxyService } from './proxy.service';

@Module({
  controllers: [SessionsConsumer],
  providers: [Upstreams, RevokedSessions, EdgeLimits, ProxyService, EdgeService],
})
export class EdgeModule {}
