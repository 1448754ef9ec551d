import { Controller } from '@nestjs/common';

import { messagesChanged, type MessagesChanged, receiptsAdvanced, type ReceiptsAdvanced } from '@hallway/contracts-messages';
import { Consume } from '@hallway/service-kit/events';

import { MarksOfMembers } from './marks-of-members.service';
import { SenderMarks } from './sender-marks.service';

/** Every mark that moves is told, whatever moved it. */
@Controller()
export class ReceiptsConsumer {
  constructor(
    private readonly marks: MarksOfMembers,
    private readonly senders: SenderMarks,
  ) {}

  @Consume(receiptsAdvanced)
  onReceiptsAdvanced(advanced: ReceiptsAdvanced): void {
    this.marks.tell(advanced);
  }

  @Consume(messagesChanged)
  onMessagesChanged(changed: MessagesChanged): void {
    this.senders.sent(changed);
  }
}
