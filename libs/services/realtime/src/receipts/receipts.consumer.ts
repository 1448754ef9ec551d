import { Controller } from '@nestjs/common';

import { type MessagesChanged, messagesChanged, type ReceiptsAdvanced, receiptsAdvanced } from '@hallway/contracts-messages';
import { Consume } from '@hallway/event-bus';

import { MemberMarksService } from './member-marks.service';
import { SenderMarksService } from './sender-marks.service';

/** Every mark that moves is delivered, whatever moved it. */
@Controller()
export class ReceiptsConsumer {
  constructor(
    private readonly marks: MemberMarksService,
    private readonly senders: SenderMarksService,
  ) {}

  @Consume(receiptsAdvanced)
  onReceiptsAdvanced(advanced: ReceiptsAdvanced): void {
    this.marks.deliver(advanced);
  }

  @Consume(messagesChanged)
  onMessagesChanged(changed: MessagesChanged): void {
    this.senders.sent(changed);
  }
}
