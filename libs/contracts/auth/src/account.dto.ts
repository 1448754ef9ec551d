import { IsBoolean, IsEmail, IsIn, IsString, IsUrl, MaxLength } from 'class-validator';

import { Moment, Nullable, Optional, pageOf, PageQuery } from '@hallway/contracts-core';

import { UserProfile } from './user.dto.ts';
import { userLimits } from './user.limits.ts';
import { type WorkspaceRole, workspaceRoles } from './workspace-rights.ts';

/** An account as those see it who look after the workspace. */
export class UserAccount extends UserProfile {
  @IsEmail() @MaxLength(userLimits.email) email: string;
  @IsIn(workspaceRoles) role: WorkspaceRole;
  @Moment() createdAt: string;
  /** `null` while it is active. */
  @Nullable() @Moment() deactivatedAt: string | null;
}

export const UserAccountPage = pageOf(UserAccount);

export class AccountQuery extends PageQuery {
  /** Part of a username or display name; without it, everyone by username. */
  @Optional() @IsString() @MaxLength(100) query?: string;
}

/** What is left out stays. */
export class UpdateAccount {
  @Optional() @IsIn(workspaceRoles) role?: WorkspaceRole;
  /** `false` deactivates: no sign-in, all sessions end; conversations and messages stay. */
  @Optional() @IsBoolean() active?: boolean;
}

/** As good as the password: to be handed over safely. */
export class ResetLink {
  @IsUrl({ require_tld: false, require_protocol: true }) @MaxLength(userLimits.url) url: string;
  @Moment() expiresAt: string;
}
