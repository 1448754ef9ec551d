import { type DestinationStream, type Logger as Pino, pino, stdTimeFunctions } from 'pino';

import { requestContext } from '../context';
import { errorFields } from './error-fields';
import { networkOf } from './network-of';
import { redact } from './redact';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Fields of a log line; `err` takes the error. Never message texts, tokens, e-mails or file names. */
export interface LogFields {
  err?: unknown;
  [field: string]: unknown;
}

/** Fields of an audit line. Ids of accounts, never what a user typed. */
export interface AuditFields extends LogFields {
  /** `refused`: not tried, as a rule forbids it. `failed`: tried in vain. */
  outcome: 'success' | 'refused' | 'failed';
}

export interface LoggerOptions {
  service: string;
  version: string;
  instance: string;
  level: LogLevel;
  /** Where lines go; standard output unless said. */
  destination?: DestinationStream;
}

function contextFields(): object {
  const context = requestContext.get();
  if (!context) return {};
  const { requestId, traceId, userId } = context;
  return { requestId, traceId, ...(userId && { userId }) };
}

/** Writes JSON lines. ERROR means that a person must act. */
export class Logger {
  private readonly pino: Pino;
  /** Of the same shape, at whatever level the others are written. */
  private readonly audits: Pino;

  constructor({ service, version, instance, level, destination }: LoggerOptions) {
    const options = {
      level,
      base: { service, version, instance },
      timestamp: stdTimeFunctions.isoTime,
      mixin: contextFields,
      formatters: { level: (label: string) => ({ level: label.toUpperCase() }), log: (fields: object) => redact(fields) as Record<string, unknown> },
      serializers: { err: (error: unknown) => errorFields(error) },
    };
    this.pino = destination ? pino(options, destination) : pino(options);
    this.audits = this.pino.child({}, { level: 'info' });
  }

  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message);
  }

  /** Records what a user did or was refused: who, what, when and from where. No level leaves it out. */
  audit(action: string, fields: AuditFields): void {
    const { ip, userAgent, sessionId } = requestContext.get() ?? {};
    const network = ip === undefined ? undefined : networkOf(ip);
    this.audits.info({ audit: true, action, network, userAgent, sessionId, ...fields }, `audit: ${action}`);
  }
}
