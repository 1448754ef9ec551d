import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { EdgeLimits } from './edge-limits';
import { EdgeService } from './edge.service';
import { ProxyService } from './proxy.service';
import { UpgradeService } from './upgrade.service';

@Module({
  imports: [AccessModule],
  providers: [EdgeLimits, ProxyService, UpgradeService, EdgeService],
})
export class EdgeModule {}
