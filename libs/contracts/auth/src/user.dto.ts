import { IsEmail, IsString, IsUUID, Matches, MaxLength, ValidateBy } from 'class-validator';

import { Moment, NameText, Nullable, Optional, PageQuery, TextLength } from '@hallway/contracts-core';

import { userLimits } from './user.limits.ts';

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
  /** Part of a username or display name; without it, everyone by username. */
  @Optional() @IsString() @MaxLength(100) query?: string;
}

/** 3–32 of `a-z 0-9 _ . -`; letter case does not matter and is not kept. */
export const usernamePattern = /^[a-z0-9_.-]{3,32}$/i;

/** A mention takes these for the end of the sentence. */
const endsLikeSentence = /[.-]$/;

/** Names that people would take for a person in charge, or for all of them. */
const reservedUsernames = new Set([
  'admin',
  'administrator',
  'root',
  'system',
  'hallway',
  'support',
  'moderator',
  'security',
  'staff',
  'official',
  'webmaster',
  'postmaster',
  'noreply',
  'all',
  'here',
  'everyone',
  'everybody',
  'channel',
  'nobody',
  'anonymous',
  'deleted',
  'null',
  'undefined',
]);

/** Dots, dashes and digits that look like letters make no other name of it. */
function isReserved(username: string): boolean {
  const letters = username.toLowerCase().replace(/[._-]/g, '').replaceAll('0', 'o').replaceAll('3', 'e').replaceAll('4', 'a').replaceAll('5', 's');
  return reservedUsernames.has(letters.replaceAll('1', 'i')) || reservedUsernames.has(letters.replaceAll('1', 'l'));
}

/** A name for a new account. Those who had another before these rules keep it. */
export function Username(): PropertyDecorator {
  return (target, key) => {
    Matches(usernamePattern, { message: 'username must be 3 to 32 of the characters a-z 0-9 _ . -' })(target, key);
    usernameRule('mentionable', 'username must not end in a dot or a dash', (name) => !endsLikeSentence.test(name))(target, key);
    usernameRule('notReserved', 'this username is reserved', (name) => !isReserved(name))(target, key);
  };
}

function usernameRule(name: string, message: string, isFit: (username: string) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: (value: unknown) => typeof value !== 'string' || isFit(value), defaultMessage: () => message } });
}
