import { Module } from '@nestjs/common';

import { RealtimeReceiptsModule } from '../receipts/realtime-receipts.module';
import { SocketsModule } from '../sockets/sockets.module';
import { TimelineModule } from '../timeline/timeline.module';
import { TypingModule } from '../typing/typing.module';
import { SendBatcherService } from './send-batcher.service';
import { SendsGateway } from './sends.gateway';

@Module({ imports: [RealtimeReceiptsModule, SocketsModule, TimelineModule, TypingModule], providers: [SendsGateway, SendBatcherService] })
export class SendsModule {}
