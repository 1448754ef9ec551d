import { Controller } from '@nestjs/common';

import { messagesChanged, type MessagesChanged } from '@hallway/contracts-messages';
import { Consume } from '@hallway/service-kit/events';

import { LiveTimeline } from './live-timeline.service';

/** What one commit did to a conversation goes to its members as one frame. */
@Controller()
export class TimelineConsumer {
  constructor(private readonly timeline: LiveTimeline) {}

  @Consume(messagesChanged)
  onMessagesChanged(changed: MessagesChanged): void {
    this.timeline.follow(changed);
  }
}
