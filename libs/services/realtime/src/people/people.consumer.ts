import { Controller } from '@nestjs/common';

import { type UserProfile, userUpdated } from '@hallway/contracts-auth';
import { Consume } from '@hallway/event-bus';

import { ProfileChangesService } from './profile-changes.service';

@Controller()
export class PeopleConsumer {
  constructor(private readonly changes: ProfileChangesService) {}

  @Consume(userUpdated)
  onUpdated(profile: UserProfile): void {
    this.changes.changed(profile);
  }
}
