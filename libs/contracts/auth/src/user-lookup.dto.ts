import { IdList, ListOf, pageOf } from '@hallway/contracts-core';

import { UserProfile } from './user.dto.ts';

export const UserProfilePage = pageOf(UserProfile);

export class UserLookup {
  @IdList(1000) userIds: string[];
}

export class UserLookupResult {
  @ListOf(() => UserProfile, 1000) users: UserProfile[];
}
