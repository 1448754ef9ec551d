import { Injectable } from '@nestjs/common';

import { type RateBucket, RateLimits } from '@hallway/service-kit/limits';

import { ConversationsConfig } from '../config';

const hourSeconds = 3600;

/** People are not asked before they are added, so adding is limited. */
@Injectable()
export class AddingLimits {
  private readonly groups: RateBucket;
  private readonly people: RateBucket;

  constructor(
    private readonly limits: RateLimits,
    config: ConversationsConfig,
  ) {
    this.groups = { name: 'groups-started', points: config.CONVERSATIONS_GROUPS_PER_HOUR, durationSeconds: hourSeconds };
    this.people = { name: 'people-added', points: config.CONVERSATIONS_PEOPLE_PER_HOUR, durationSeconds: hourSeconds };
  }

  /** @throws ProblemError `rate-limited` */
  async countGroup(callerId: string): Promise<void> {
    await this.limits.consume(this.groups, callerId);
  }

  /** @throws ProblemError `rate-limited` */
  async countPeople(callerId: string, people: number): Promise<void> {
    if (people > 0) await this.limits.consume(this.people, callerId, people);
  }
}
