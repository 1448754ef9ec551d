import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { MembersModule } from '../members/members.module';
import { UserReadModelModule } from '../users/user-read-model.module';
import { InviteAcceptanceService } from './invite-acceptance.service';
import { InvitesController } from './invites.controller';
import { InvitesRepository } from './invites.repository';
import { InvitesService } from './invites.service';

@Module({
  imports: [ConversationsModule, MembersModule, UserReadModelModule],
  controllers: [InvitesController],
  providers: [InviteAcceptanceService, InvitesRepository, InvitesService],
})
export class InvitesModule {}
