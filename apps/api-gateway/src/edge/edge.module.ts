import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { AddressBrake } from './address-brake';
import { EdgeLimits } from './edge-limits';
import { EdgeService } from './edge.service';
import { InFlight } from './in-flight';
import { ProxyService } from './proxy.service';
import { Turns } from './turns';
import { UpgradeService } from './upgrade.service';

@Module({
  imports: [AccessModule],
  providers: [AddressBrake, InFlight, Turns, EdgeLimits, ProxyService, UpgradeService, EdgeService],
})
export class EdgeModule {}
