import type { UserProfile } from '@hallway/contracts-auth';

import type { UserReadModelEntity } from './user-read-model.entity';

export function toUserProfile(user: UserReadModelEntity): UserProfile {
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    avatarUrl: user.avatarUrl,
    statusText: user.statusText,
  };
}
