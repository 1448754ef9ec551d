import { Controller } from '@nestjs/common';

import { type MessagesChanged, messagesChanged } from '@hallway/contracts-messages';
import { type BroadcastContext, Consume } from '@hallway/event-bus';

import { SocketMetricsService } from '../sockets/socket-metrics.service';
import { LiveTimelineService } from './live-timeline.service';

/** What one commit did to a conversation goes to its members as one frame. */
@Controller()
export class TimelineConsumer {
  constructor(
    private readonly timeline: LiveTimelineService,
    private readonly metrics: SocketMetricsService,
  ) {}

  @Consume(messagesChanged)
  onMessagesChanged(changed: MessagesChanged, { envelope }: BroadcastContext): void {
    if (this.timeline.deliver(changed)) this.metrics.delivered('stream', envelope.time);
  }
}
