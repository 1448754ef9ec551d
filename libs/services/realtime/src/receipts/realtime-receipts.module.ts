import { Module } from '@nestjs/common';

import { RealtimeConversationsModule } from '../conversations/realtime-conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { MemberMarksService } from './member-marks.service';
import { ReceiptsConsumer } from './receipts.consumer';
import { ReceiptsGateway } from './receipts.gateway';
import { SenderMarksService } from './sender-marks.service';

@Module({
  imports: [SocketsModule, RealtimeConversationsModule],
  controllers: [ReceiptsConsumer],
  providers: [ReceiptsGateway, MemberMarksService, SenderMarksService],
  exports: [SenderMarksService],
})
export class RealtimeReceiptsModule {}
