import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { LiveTimeline } from './live-timeline.service';
import { TimelineConsumer } from './timeline.consumer';
import { TimelineGateway } from './timeline.gateway';

@Module({ imports: [SocketsModule], controllers: [TimelineConsumer], providers: [TimelineGateway, LiveTimeline], exports: [LiveTimeline] })
export class TimelineModule {}
