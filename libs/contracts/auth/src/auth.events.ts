import { IsIn, IsUUID } from 'class-validator';

import { event, Moment, Optional } from '@hallway/contracts-core';

import { UserProfile } from './user.dto.ts';

export class UserDeactivated {
  @IsUUID() userId: string;
}

export const revocationReasons = ['logout', 'logout-all', 'revoked', 'password-changed', 'token-reuse', 'deactivated'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

export class SessionRevoked {
  @IsUUID() userId: string;
  @IsUUID() sessionId: string;
  @IsIn(revocationReasons) reason: RevocationReason;
  @Optional() @Moment() at?: string;
}

export const userRegistered = event('auth.user-registered.v1', UserProfile, { subject: (user) => user.id });
export const userUpdated = event('auth.user-updated.v1', UserProfile, { subject: (user) => user.id });
export const userDeactivated = event('auth.user-deactivated.v1', UserDeactivated, { subject: (e) => e.userId });
export const userReactivated = event('auth.user-reactivated.v1', UserProfile, { subject: (user) => user.id });
export const sessionWasRevoked = event('auth.session-revoked.v1', SessionRevoked, { subject: (e) => e.userId });
