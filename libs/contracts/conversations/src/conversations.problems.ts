import { problem } from '@hallway/contracts-core';

export const unknownUser = problem('unknown-user', 400, 'One of these people does not exist');
export const conversationFull = problem('conversation-full', 409, 'This conversation has no room for more people');
export const directIsFixed = problem('direct-conversation-fixed', 403, 'A direct conversation cannot be changed like this');
export const ownerMustStay = problem('owner-required', 409, 'Make somebody else the owner first');
export const removed = problem('removed', 403, 'You were removed from this conversation; an admin can add you again');
export const tooManyInvites = problem('too-many-invites', 409, 'This group has too many invite links; revoke one first');
export const inviteInvalid = problem('invite-invalid', 404, 'This invite does not exist, has run out or is used up');
