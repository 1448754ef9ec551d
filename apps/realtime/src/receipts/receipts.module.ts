import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { ReceiptsConsumer } from './receipts.consumer';
import { ReceiptsGateway } from './receipts.gateway';

@Module({ imports: [SocketsModule, ConversationsModule], controllers: [ReceiptsConsumer], providers: [ReceiptsGateway] })
export class ReceiptsModule {}
