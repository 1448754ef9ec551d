import type { LogFields } from '@hallway/service-kit/log';

import type { EventLogger } from '../event-bus';

interface Line {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: LogFields;
}

/** Keeps log lines, so that a test can look at them. */
export class RecordingLogger implements EventLogger {
  readonly lines: Line[] = [];

  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }

  has(level: Line['level'], message: RegExp): boolean {
    return this.lines.some((line) => line.level === level && message.test(line.message));
  }
}
