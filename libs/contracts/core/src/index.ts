export * from './endpoint';
export * from './event';
export * from './fields';
export * from './problem';
