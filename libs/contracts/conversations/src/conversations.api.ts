import { defineApi, del, forbidden, get, notFound, PageQuery, patch, post } from '@hallway/contracts-core';
import { ShownPictures, ShownPicturesQuery } from '@hallway/contracts-uploads';

import { AddMembers, ChangeRole, Conversation, ConversationPage, CreateConversation, Member, MemberPage, UpdateConversation } from './conversation.dto.ts';
import { conversationFull, directIsFixed, inviteInvalid, ownerMustStay, removed, tooManyInvites, unknownUser } from './conversations.problems.ts';
import { ConversationIds, ConversationViews, ConversationViewsQuery, MemberAdditions, MemberChange, MemberSnapshot } from './internal.dto.ts';
import { CreateInvite, Invite, InvitePage } from './invite.dto.ts';

export const conversationsApi = defineApi('conversations', {
  create: post('/conversations', {
    summary: 'Start a direct conversation (200 with the existing one) or a group',
    body: CreateConversation,
    returns: Conversation,
    status: 201,
    alsoStatus: [200],
    problems: [unknownUser, conversationFull],
  }),
  list: get('/conversations', { summary: 'Conversations of the caller, last activity first', query: PageQuery, returns: ConversationPage }),
  get: get('/conversations/:conversationId', { summary: 'One conversation', returns: Conversation, problems: [notFound] }),
  update: patch('/conversations/:conversationId', {
    summary: 'Change title or picture (admins), or mute it for oneself',
    body: UpdateConversation,
    returns: Conversation,
    problems: [notFound, forbidden, directIsFixed],
  }),
  delete: del('/conversations/:conversationId', { summary: 'Delete a group (owner)', problems: [notFound, forbidden, directIsFixed] }),
});

export const membersApi = defineApi('conversations', {
  list: get('/conversations/:conversationId/members', { summary: 'Who is in it', query: PageQuery, returns: MemberPage, problems: [notFound] }),
  add: post('/conversations/:conversationId/members', {
    summary: 'Add people (admins); adding a member again changes nothing',
    body: AddMembers,
    status: 204,
    idempotent: true,
    problems: [notFound, forbidden, directIsFixed, unknownUser, conversationFull],
  }),
  changeRole: patch('/conversations/:conversationId/members/:userId', {
    summary: 'Change a role (owner)',
    body: ChangeRole,
    returns: Member,
    problems: [notFound, forbidden, directIsFixed, ownerMustStay],
  }),
  remove: del('/conversations/:conversationId/members/:userId', {
    summary: 'Remove a member (admins), or leave',
    problems: [notFound, forbidden, directIsFixed, ownerMustStay],
  }),
});

export const invitesApi = defineApi('conversations', {
  create: post('/conversations/:conversationId/invites', {
    summary: 'Make an invite link (admins)',
    body: CreateInvite,
    returns: Invite,
    status: 201,
    problems: [notFound, forbidden, directIsFixed, tooManyInvites],
  }),
  list: get('/conversations/:conversationId/invites', {
    summary: 'Invite links that still let people in, newest first (admins)',
    query: PageQuery,
    returns: InvitePage,
    problems: [notFound, forbidden, directIsFixed],
  }),
  revoke: del('/conversations/:conversationId/invites/:code', {
    summary: 'End an invite link (admins)',
    problems: [notFound, forbidden, directIsFixed],
  }),
  accept: post('/invites/:code/accept', { summary: 'Join by an invite', returns: Conversation, problems: [inviteInvalid, removed, conversationFull] }),
});

/** Between services only. */
export const conversationsInternalApi = defineApi('conversations', {
  /** What realtime emits: the conversation as each of these members sees it; those who are no members are left out. */
  views: post('/conversations/:conversationId/views', {
    summary: 'A conversation as given members see it',
    auth: 'service',
    body: ConversationViewsQuery,
    returns: ConversationViews,
    status: 200,
  }),
  /** All members with the version of the membership; 404 when it does not exist. */
  members: get('/conversations/:conversationId/memberships', {
    summary: 'Everyone in a conversation',
    auth: 'service',
    returns: MemberSnapshot,
    problems: [notFound],
  }),
  ofUser: get('/users/:userId/conversations', { summary: 'Conversations of one person', auth: 'service', returns: ConversationIds }),
  pictures: post('/conversations/pictures', {
    summary: 'Which uploads are pictures of conversations (of one person)',
    auth: 'service',
    body: ShownPicturesQuery,
    returns: ShownPictures,
    status: 200,
  }),
});

/**
 * How long a removal waits for each replica that must know of it before it is answered without. A replica that stood still
 * for nearly as long does not rely any more on what it knows.
 */
export const removalPatienceMs = 2_500;

const memberRemoved = post('/memberships/removed', { summary: 'A user is no longer a member', auth: 'service', body: MemberChange, idempotent: true });

/** What messages must know before a change of members is answered: whom to refuse, and who may be mentioned at once. */
export const messagesListenerApi = defineApi('messages', {
  memberRemoved,
  membersAdded: post('/memberships/added', { summary: 'A user is a member now', auth: 'service', body: MemberAdditions, idempotent: true }),
});

/** What realtime must know before a removal is answered. */
export const realtimeListenerApi = defineApi('realtime', { memberRemoved });
