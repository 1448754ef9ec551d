import type { CurrentUser, UserAccount, UserProfile } from '@hallway/contracts-auth';
import { pathOf } from '@hallway/contracts-core';
import { uploadsApi } from '@hallway/contracts-uploads';

import type { UserEntity } from './user.entity';

export function toUserProfile(user: UserEntity): UserProfile {
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    avatarUrl: user.avatarUploadId && avatarPath(user.avatarUploadId),
    statusText: user.statusText,
  };
}

export function toCurrentUser(user: UserEntity): CurrentUser {
  return { ...toUserProfile(user), email: user.email, createdAt: user.createdAt.toISOString() };
}

export function toUserAccount(user: UserEntity): UserAccount {
  return { ...toCurrentUser(user), role: user.role, deactivatedAt: user.deactivatedAt?.toISOString() ?? null };
}

function avatarPath(uploadId: string): string {
  return `${pathOf(uploadsApi.content, { uploadId })}?variant=thumb`;
}
