import { Module } from '@nestjs/common';

import { ConversationsModule } from './conversations/conversations.module';
import { InvitesModule } from './invites/invites.module';
import { MembersModule } from './members/members.module';

@Module({ imports: [ConversationsModule, MembersModule, InvitesModule] })
export class ConversationsAppModule {}
