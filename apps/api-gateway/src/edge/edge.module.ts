import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { Upstreams } from '../routing/upstreams';
import { EdgeLimits } from './edge-limits';
import { EdgeService } from './edge.service';
import { ProxyService } from './proxy.service';

@Module({
  imports: [AccessModule],
  providers: [Upstreams, EdgeLimits, ProxyService, EdgeService],
})
export class EdgeModule {}
