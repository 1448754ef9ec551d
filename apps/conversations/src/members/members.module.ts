import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module';
import { UsersModule } from '../users/users.module';
import { AddingLimits } from './adding-limits.service';
import { AdditionNotice } from './addition-notice.service';
import { MembersController } from './members.controller';
import { MembersRepository } from './members.repository';
import { MembersService } from './members.service';
import { MembershipChanges } from './membership-changes.service';
import { MembershipsController } from './memberships.controller';
import { MembershipsService } from './memberships.service';
import { RemovalFence } from './removal-fence.service';
import { RosterService } from './roster.service';

@Module({
  imports: [CacheModule, UsersModule],
  controllers: [MembersController, MembershipsController],
  providers: [AddingLimits, AdditionNotice, MembersRepository, MembersService, MembershipsService, MembershipChanges, RemovalFence, RosterService],
  exports: [AddingLimits, AdditionNotice, MembershipsService, MembershipChanges, RosterService],
})
export class MembersModule {}
