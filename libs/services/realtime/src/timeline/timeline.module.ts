import { Module } from '@nestjs/common';

import { BROADCAST_KNOWN } from '@hallway/event-bus';

import { SocketsModule } from '../sockets/sockets.module';
import { DeliveredEventsService } from './delivered-events.service';
import { LiveTimelineService } from './live-timeline.service';
import { TimelineConsumer } from './timeline.consumer';
import { TimelineGateway } from './timeline.gateway';

const knownHook = {
  provide: BROADCAST_KNOWN,
  inject: [DeliveredEventsService],
  useFactory: (delivered: DeliveredEventsService) => (eventId: string) => delivered.take(eventId),
};

@Module({
  imports: [SocketsModule],
  controllers: [TimelineConsumer],
  providers: [TimelineGateway, LiveTimelineService, DeliveredEventsService, knownHook],
  exports: [LiveTimelineService, DeliveredEventsService],
})
export class TimelineModule {}
