import type { LoggerService } from '@nestjs/common';

import type { Logger } from './logger';

/** What Nest and its `Logger` class write, in our format. Start-up chatter goes to DEBUG. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    if (context && startUp.has(context)) this.logger.debug(text(message), { context });
    else this.logger.info(text(message), { context });
  }

  error(message: unknown, ...rest: unknown[]): void {
    const err = [message, ...rest].find((part) => part instanceof Error);
    const stack = err ? undefined : rest.find((part) => typeof part === 'string' && part.includes('\n    at '));
    this.logger.error(text(message), { context: contextOf(rest), ...(err ? { err } : {}), ...(stack ? { stack } : {}) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(text(message), { context: contextOf(rest) });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(text(message), { context: contextOf(rest) });
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

const startUp = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'NestMicroservice', 'WebSocketsController']);

/** Nest passes the name of the writing class last. */
function contextOf(rest: unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
