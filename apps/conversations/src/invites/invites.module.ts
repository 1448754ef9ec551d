import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module';
import { MembersModule } from '../members/members.module';
import { UsersModule } from '../users/users.module';
import { InvitesController } from './invites.controller';
import { InvitesRepository } from './invites.repository';
import { InvitesService } from './invites.service';

@Module({
  imports: [ConversationsModule, MembersModule, UsersModule],
  controllers: [InvitesController],
  providers: [InvitesRepository, InvitesService],
})
export class InvitesModule {}
