import { Logger as NestCommonLogger } from '@nestjs/common';

import type { AuditFields } from './logger';

/** What `audit` hands to our logger through Nest's. */
export class AuditLine {
  constructor(
    readonly action: string,
    readonly fields: AuditFields,
  ) {}
}

/** Records what somebody did or was refused, where no logger is at hand. */
export function audit(action: string, fields: AuditFields = {}): void {
  NestCommonLogger.log(new AuditLine(action, fields), 'Audit');
}
