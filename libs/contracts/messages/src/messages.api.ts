import { defineApi, del, forbidden, get, notFound, PageQuery, patch, post, put } from '@hallway/contracts-core';

import {
  BatchRequest,
  BatchResult,
  SummariesRequest,
  SummariesResult,
  UploadAccess,
  UploadAccessQuery,
  UserSummariesRequest,
  UserSummariesResult,
} from './internal.dto.ts';
import { EditMessage, Message, MessageWindow, SendMessage, WindowQuery } from './message.dto.ts';
import { attachmentNotReady, emptyMessage, messageDeleted, replyNotFound, tooManyPins, tooManyReactions } from './messages.problems.ts';
import { ConversationReceipts, MarkRead, MessageReceipts, ReadState } from './receipt.dto.ts';
import { MessagePage, SearchPage, SearchQuery } from './search.dto.ts';
import { Changes, ChangesQuery, SyncRequest, SyncResult } from './sync.dto.ts';

export const messagesApi = defineApi('messages', {
  send: post('/conversations/:conversationId/messages', {
    summary: 'Send a message; the same clientMessageId again answers 200 with the first one',
    body: SendMessage,
    returns: Message,
    status: 201,
    alsoStatus: [200],
    idempotent: true,
    problems: [notFound, emptyMessage, attachmentNotReady, replyNotFound],
  }),
  window: get('/conversations/:conversationId/messages', {
    summary: 'A window of the timeline, by seq',
    query: WindowQuery,
    returns: MessageWindow,
    problems: [notFound],
  }),
  changes: get('/conversations/:conversationId/changes', { summary: 'What changed since a rev', query: ChangesQuery, returns: Changes, problems: [notFound] }),
  get: get('/messages/:messageId', { summary: 'One message, such as one that is answered from afar', returns: Message, problems: [notFound] }),
  edit: patch('/messages/:messageId', {
    summary: 'Change the text (sender)',
    body: EditMessage,
    returns: Message,
    problems: [notFound, forbidden, messageDeleted],
  }),
  delete: del('/messages/:messageId', { summary: 'Delete it for everyone (sender, admins)', problems: [notFound, forbidden] }),
});

export const syncApi = defineApi('messages', {
  sync: post('/sync', { summary: 'What changed in all conversations', body: SyncRequest, returns: SyncResult, status: 200, idempotent: true }),
});

export const reactionsApi = defineApi('messages', {
  add: put('/messages/:messageId/reactions/:emoji', { summary: 'React', returns: Message, problems: [notFound, messageDeleted, tooManyReactions] }),
  remove: del('/messages/:messageId/reactions/:emoji', { summary: 'Take a reaction back', returns: Message, problems: [notFound] }),
});

export const pinsApi = defineApi('messages', {
  add: put('/messages/:messageId/pin', { summary: 'Pin', returns: Message, problems: [notFound, messageDeleted, tooManyPins] }),
  remove: del('/messages/:messageId/pin', { summary: 'Unpin', returns: Message, problems: [notFound] }),
  list: get('/conversations/:conversationId/pins', {
    summary: 'Pinned messages, newest pin first',
    query: PageQuery,
    returns: MessagePage,
    problems: [notFound],
  }),
});

export const receiptsApi = defineApi('messages', {
  read: put('/conversations/:conversationId/read', {
    summary: "Move the caller's read mark, forwards only",
    body: MarkRead,
    returns: ReadState,
    problems: [notFound],
  }),
  delivered: put('/conversations/:conversationId/delivered', {
    summary: "Move the caller's delivery mark, forwards only",
    body: MarkRead,
    status: 204,
    problems: [notFound],
  }),
  marks: get('/conversations/:conversationId/receipts', {
    summary: 'How far each member has got; events tell what moves from then on',
    returns: ConversationReceipts,
    problems: [notFound],
  }),
  ofMessage: get('/messages/:messageId/receipts', { summary: 'Who has read and who has received it', returns: MessageReceipts, problems: [notFound] }),
});

export const searchApi = defineApi('messages', {
  messages: get('/search/messages', { summary: 'Search in the conversations of the caller', query: SearchQuery, returns: SearchPage }),
});

/** Between services only. */
export const messagesInternalApi = defineApi('messages', {
  /** Storing a send twice gives the first message, so that a batch may be repeated. */
  batch: post('/messages/batch', {
    summary: 'Many sends in one commit',
    auth: 'service',
    body: BatchRequest,
    returns: BatchResult,
    status: 200,
    idempotent: true,
    fresh: true,
  }),
  /** For one person's conversations, ordered by last activity, one page. */
  userSummaries: post('/summaries/by-user', {
    summary: 'Counters and last messages for one person',
    auth: 'service',
    body: UserSummariesRequest,
    returns: UserSummariesResult,
    status: 200,
  }),
  /** For one conversation, as several members see it. */
  summaries: post('/summaries/by-conversation', {
    summary: 'Counters and last message for several people',
    auth: 'service',
    body: SummariesRequest,
    returns: SummariesResult,
    status: 200,
  }),
  uploadAccess: post('/uploads/access', {
    summary: 'May this person see a message with this upload?',
    auth: 'service',
    body: UploadAccessQuery,
    returns: UploadAccess,
    status: 200,
  }),
});
