import { Module } from '@nestjs/common';

import { RealtimeConversationsModule } from '../conversations/realtime-conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { TypingGateway } from './typing.gateway';
import { TypingService } from './typing.service';

@Module({ imports: [SocketsModule, RealtimeConversationsModule], providers: [TypingGateway, TypingService], exports: [TypingService] })
export class TypingModule {}
