import { Module } from '@nestjs/common';

import { CacheModule } from '../cache/cache.module';
import { UserReadModelModule } from '../users/user-read-model.module';
import { AddingLimits } from './adding-limits';
import { AdditionNotice } from './addition-notice';
import { InternalMembersController } from './internal-members.controller';
import { MemberChangesService } from './member-changes.service';
import { MemberListsService } from './member-lists.service';
import { MemberStateService } from './member-state.service';
import { MembersController } from './members.controller';
import { MembersRepository } from './members.repository';
import { MembersService } from './members.service';
import { RemovalFence } from './removal-fence';

@Module({
  imports: [CacheModule, UserReadModelModule],
  controllers: [MembersController, InternalMembersController],
  providers: [AddingLimits, AdditionNotice, MembersRepository, MembersService, MemberStateService, MemberChangesService, RemovalFence, MemberListsService],
  exports: [AddingLimits, AdditionNotice, MemberStateService, MemberChangesService, MemberListsService],
})
export class MembersModule {}
