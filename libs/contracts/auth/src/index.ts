export * from './auth.api.ts';
export * from './auth.events.ts';
export * from './auth.problems.ts';
export * from './ended-sessions.dto.ts';
export * from './session.dto.ts';
export * from './user.dto.ts';
export * from './user.limits.ts';
export * from './user-lookup.dto.ts';
