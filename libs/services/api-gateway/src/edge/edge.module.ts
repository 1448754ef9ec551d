import { Module } from '@nestjs/common';

import { AccessModule } from '../access/access.module';
import { AddressLimiter } from './address-limiter';
import { EdgeService } from './edge.service';
import { EdgeLimits } from './edge-limits';
import { InFlightRequests } from './in-flight-requests';
import { ProxyService } from './proxy.service';
import { UpgradeService } from './upgrade.service';
import { UserConcurrency } from './user-concurrency';

@Module({
  imports: [AccessModule],
  providers: [AddressLimiter, InFlightRequests, UserConcurrency, EdgeLimits, ProxyService, UpgradeService, EdgeService],
})
export class EdgeModule {}
