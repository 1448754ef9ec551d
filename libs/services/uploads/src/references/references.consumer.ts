import { Controller } from '@nestjs/common';

import { type ConversationDeleted, conversationDeleted } from '@hallway/contracts-conversations';
import { type MessagesChanged, messagesChanged } from '@hallway/contracts-messages';
import { Consume, type EventContext } from '@hallway/event-bus';

import { ReferencesRepository } from './references.repository';

/**
 * Most messages have no file, and are not worth reading here. What people write cannot look like this: in JSON their
 * quotation marks stand behind a backslash.
 */
function touchesFiles(json: string): boolean {
  return json.includes('"attachments":[{') || json.includes('"kind":"deleted"');
}

@Controller()
export class ReferencesConsumer {
  constructor(private readonly references: ReferencesRepository) {}

  @Consume(messagesChanged, { only: touchesFiles })
  async onMessagesChanged(payload: MessagesChanged, { tx }: EventContext): Promise<void> {
    for (const { kind, message } of payload.events) {
      const uploadIds = message.attachments.map((attachment) => attachment.id);
      if (kind === 'created' && uploadIds.length > 0) await this.references.add(tx, uploadIds, payload.conversationId, message.id);
      if (kind === 'deleted') await this.references.removeMessage(tx, message.id);
    }
  }

  @Consume(conversationDeleted)
  async onConversationDeleted(payload: ConversationDeleted, { tx }: EventContext): Promise<void> {
    await this.references.removeConversation(tx, payload.conversationId);
  }
}
