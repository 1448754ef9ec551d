export * from './conversation.dto.ts';
export * from './conversation.limits.ts';
export * from './conversations.api.ts';
export * from './conversations.events.ts';
export * from './conversations.problems.ts';
export * from './invite.dto.ts';
export * from './internal.dto.ts';
