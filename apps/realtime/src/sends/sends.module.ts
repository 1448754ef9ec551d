import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { TimelineModule } from '../timeline/timeline.module';
import { TypingModule } from '../typing/typing.module';
import { SendBatcher } from './send-batcher.service';
import { SendsGateway } from './sends.gateway';

@Module({ imports: [SocketsModule, TimelineModule, TypingModule], providers: [SendsGateway, SendBatcher] })
export class SendsModule {}
