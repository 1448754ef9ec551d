import { problem } from '@hallway/contracts-core';

export const emptyMessage = problem('empty-message', 400, 'A message needs text or an attachment');
export const attachmentNotReady = problem('attachment-not-ready', 400, 'An attachment is not a finished upload of yours');
export const replyNotFound = problem('reply-not-found', 400, 'The message to answer is not in this conversation');
export const messageDeleted = problem('message-deleted', 409, 'The message was deleted');
export const tooManyReactions = problem('too-many-reactions', 409, 'This message has too many different reactions');
export const tooManyPins = problem('too-many-pins', 409, 'This conversation has too many pinned messages');
