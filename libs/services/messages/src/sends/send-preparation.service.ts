import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import type { BatchedSend } from '@hallway/contracts-messages';
import type { Attachment } from '@hallway/contracts-uploads';
import { mentionNames } from '@hallway/markup';

import { AttachmentsService, type FoundUploads } from '../attachments/attachments.service';
import { openJson, toDraft } from '../messages/new-message-json';
import { searchableText } from '../messages/searchable-text';
import { searchText } from '../search/search-text';
import type { PreparedSend } from './prepared-send';

/** Turns what senders say into messages that only lack their place in the timeline. */
@Injectable()
export class SendPreparationService {
  constructor(private readonly uploads: AttachmentsService) {}

  async prepare(sends: BatchedSend[]): Promise<PreparedSend[]> {
    const wanted = sends.flatMap(({ senderId, attachments = [] }) => attachments.map((uploadId) => ({ ownerId: senderId, uploadId })));
    const uploads = await this.uploads.owned(wanted);
    return sends.map((send) => prepareOne(send, uploads));
  }
}

function prepareOne(send: BatchedSend, uploads: FoundUploads): PreparedSend {
  const senderId = send.senderId.toLowerCase();
  const wanted = send.attachments ?? [];
  const attachments = wanted.map((id) => uploads.get(senderId, id)).filter((file): file is Attachment => file !== undefined);
  const message = toDraft({
    // Ids compare as lower case everywhere, so they are kept in lower case.
    id: uuidv7(),
    conversationId: send.conversationId.toLowerCase(),
    senderId,
    clientMessageId: send.clientMessageId.toLowerCase(),
    body: send.body,
    attachments,
    replyTo: send.replyTo?.toLowerCase() ?? null,
  });
  const missing = attachments.length < wanted.length;
  return {
    message,
    openJson: openJson(message),
    searchText: searchText(searchableText(message)),
    names: mentionNames(send.body),
    ...(missing && { problem: 'attachment-not-ready' as const, lookupError: uploads.error }),
  };
}
