import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { MarksOfMembers } from './marks-of-members.service';
import { ReceiptsConsumer } from './receipts.consumer';
import { ReceiptsGateway } from './receipts.gateway';
import { SenderMarks } from './sender-marks.service';

@Module({ imports: [SocketsModule, ConversationsModule], controllers: [ReceiptsConsumer], providers: [ReceiptsGateway, MarksOfMembers, SenderMarks] })
export class ReceiptsModule {}
