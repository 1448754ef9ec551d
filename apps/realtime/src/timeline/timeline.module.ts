import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { TimelineConsumer } from './timeline.consumer';
import { TimelineGateway } from './timeline.gateway';

@Module({ imports: [SocketsModule], controllers: [TimelineConsumer], providers: [TimelineGateway] })
export class TimelineModule {}
