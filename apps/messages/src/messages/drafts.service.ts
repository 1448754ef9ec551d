import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import type { BatchedSend } from '@hallway/contracts-messages';
import type { Attachment } from '@hallway/contracts-uploads';
import { mentionNames } from '@hallway/markup';

import { searchText } from '../search/search-text';
import { type OwnedUploads, UploadsService } from '../uploads/uploads.service';
import { toDraft } from './message.mapper';
import { searchableText } from './searchable-text';
import type { PreparedSend } from './send.repository';

/** Turns what senders say into messages that only lack their place in the timeline. */
@Injectable()
export class DraftsService {
  constructor(private readonly uploads: UploadsService) {}

  async prepare(sends: BatchedSend[]): Promise<PreparedSend[]> {
    const wanted = sends.flatMap(({ senderId, attachments = [] }) => attachments.map((uploadId) => ({ ownerId: senderId, uploadId })));
    const uploads = await this.uploads.owned(wanted);
    return sends.map((send) => prepareOne(send, uploads));
  }
}

function prepareOne(send: BatchedSend, uploads: OwnedUploads): PreparedSend {
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
    searchText: searchText(searchableText(message)),
    names: mentionNames(send.body),
    ...(missing && { problem: 'attachment-not-ready' as const, obstacle: uploads.error }),
  };
}
