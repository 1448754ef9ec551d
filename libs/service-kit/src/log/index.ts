export { type AuditFields, Logger, type LogFields, type LoggerOptions, type LogLevel } from './logger';
export { NestLogger } from './nest-logger';
export { redact } from './redact';
