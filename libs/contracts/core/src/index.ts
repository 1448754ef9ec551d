export * from './endpoint.ts';
export * from './event.ts';
export * from './fields.ts';
export * from './problem.ts';
export * from './visible-text.ts';
