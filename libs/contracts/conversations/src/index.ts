export * from './conversation.dto';
export * from './conversation.limits';
export * from './conversations.api';
export * from './conversations.events';
export * from './conversations.problems';
export * from './invite.dto';
export * from './membership.dto';
