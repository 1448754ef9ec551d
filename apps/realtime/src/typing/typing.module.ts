import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { TypingGateway } from './typing.gateway';
import { TypingService } from './typing.service';

@Module({ imports: [SocketsModule, ConversationsModule], providers: [TypingGateway, TypingService], exports: [TypingService] })
export class TypingModule {}
