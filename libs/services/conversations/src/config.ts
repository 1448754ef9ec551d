import { IsInt, Max, Min } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

/** The settings of the conversations service. */
export class ConversationsConfig extends ServiceConfig {
  @EnvVar({ description: 'Groups that one person may start in an hour', default: 100 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  CONVERSATIONS_GROUPS_PER_HOUR: number;

  @EnvVar({ description: 'People whom one person may add to groups, or start to talk with, in an hour', default: 3_000 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  CONVERSATIONS_PEOPLE_PER_HOUR: number;
}
