import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { ConversationLists } from './conversation-lists.service';
import { ConversationMembers } from './conversation-members.service';
import { ConversationRooms } from './conversation-rooms.service';
import { ConversationViews } from './conversation-views.service';
import { ConversationsConsumer } from './conversations.consumer';
import { ConversationsService } from './conversations.service';

@Module({
  imports: [SocketsModule],
  controllers: [ConversationsConsumer],
  providers: [ConversationLists, ConversationMembers, ConversationRooms, ConversationViews, ConversationsService],
  exports: [ConversationMembers, ConversationRooms, ConversationsService],
})
export class ConversationsModule {}
