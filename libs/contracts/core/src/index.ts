// The decorators of class-transformer read it when a wire class is declared, in the browser too.
import 'reflect-metadata';

export * from './endpoint';
export * from './event';
export * from './fields';
export * from './problem';
export * from './visible-text';
