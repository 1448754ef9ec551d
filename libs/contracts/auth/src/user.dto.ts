import { IsEmail, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { Moment, NameText, Nullable, Optional, PageQuery, TextLength } from '@hallway/contracts-core';
import { userLimits } from './user.limits';

/** What anybody signed in may know of a person. */
export class UserProfile {
  @IsUUID() id: string;
  @TextLength(1, userLimits.username) username: string;
  @TextLength(0, userLimits.displayName) displayName: string;
  /** A path that needs the access token, or `null`. */
  @Nullable() @TextLength(1, userLimits.url) avatarUrl: string | null;
  @TextLength(0, userLimits.statusText) statusText: string;
}

/** The caller's own account. */
export class CurrentUser extends UserProfile {
  @IsEmail() @MaxLength(userLimits.email) email: string;
  @Moment() createdAt: string;
}

export class UpdateProfile {
  @Optional() @NameText(1, userLimits.displayName) displayName?: string;
  /** Empty clears it. */
  @Optional() @NameText(0, userLimits.statusText) statusText?: string;
  /** A finished image upload of the caller; `null` removes the picture. */
  @Optional() @Nullable() @IsUUID() avatarUploadId?: string | null;
}

export class UserQuery extends PageQuery {
  /** Part of a username or display name; without it, everybody by username. */
  @Optional() @IsString() @MaxLength(100) query?: string;
}

/** 3–32 of `a-z 0-9 _ . -`; letter case does not matter and is not kept. */
export const usernamePattern = /^[a-z0-9_.-]{3,32}$/i;

export function Username(): PropertyDecorator {
  return Matches(usernamePattern, { message: 'username must be 3 to 32 of the characters a-z 0-9 _ . -' });
}
