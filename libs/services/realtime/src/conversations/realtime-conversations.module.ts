import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { ConversationMembersService } from './conversation-members.service';
import { ConversationNotifier } from './conversation-notifier';
import { ConversationRoomsService } from './conversation-rooms.service';
import { RealtimeConversationsConsumer } from './realtime-conversations.consumer';
import { RealtimeConversationsService } from './realtime-conversations.service';
import { UserConversationsService } from './user-conversations.service';

@Module({
  imports: [SocketsModule],
  controllers: [RealtimeConversationsConsumer],
  providers: [UserConversationsService, ConversationMembersService, ConversationRoomsService, ConversationNotifier, RealtimeConversationsService],
  exports: [ConversationMembersService, ConversationRoomsService, RealtimeConversationsService],
})
export class RealtimeConversationsModule {}
