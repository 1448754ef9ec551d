export * from './auth.api';
export * from './auth.events';
export * from './auth.problems';
export * from './ended-sessions.dto';
export * from './session.dto';
export * from './user.dto';
export * from './user.limits';
export * from './user-lookup.dto';
