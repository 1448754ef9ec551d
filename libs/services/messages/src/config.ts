import { IsInt, Max, Min } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

export class MessagesConfig extends ServiceConfig {
  @EnvVar({ description: 'Days for which the exact times of receipts are kept', default: 30 })
  @IsInt()
  @Min(1)
  @Max(3650)
  MESSAGES_RECEIPT_LOG_DAYS: number;

  @EnvVar({ description: 'Seconds between two clean-ups of deleted conversations and old receipts', default: 60 })
  @IsInt()
  @Min(1)
  @Max(86_400)
  MESSAGES_CLEANUP_SECONDS: number;
}
