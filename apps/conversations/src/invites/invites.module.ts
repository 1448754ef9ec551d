import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module';
import { MembersModule } from '../members/members.module';
import { UsersModule } from '../users/users.module';
import { InviteAcceptanceService } from './invite-acceptance.service';
import { InvitesController } from './invites.controller';
import { InvitesRepository } from './invites.repository';
import { InvitesService } from './invites.service';

@Module({
  imports: [ConversationsModule, MembersModule, UsersModule],
  controllers: [InvitesController],
  providers: [InviteAcceptanceService, InvitesRepository, InvitesService],
})
export class InvitesModule {}
