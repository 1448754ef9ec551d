import { IsUUID } from 'class-validator';

import { Count, Moment, Nullable, Optional, pageOf, TextLength } from '@hallway/contracts-core';

export class CreateInvite {
  /** Seconds, 1 minute to 30 days; 7 days unless said. */
  @Optional() @Count(60, 2_592_000) expiresIn?: number;
  /** 1–1000; 100 unless said, `null` for any number of people. */
  @Optional() @Nullable() @Count(1, 1000) maxUses?: number | null;
}

export class Invite {
  @TextLength(1, 64) code: string;
  /** The page that a person opens. */
  @TextLength(1, 2_000) url: string;
  @Moment() expiresAt: string;
  @Nullable() @Count(1) maxUses: number | null;
}

/** For those who look after the group. */
export class ListedInvite extends Invite {
  @IsUUID() createdBy: string;
  @Moment() createdAt: string;
  /** How many have joined by it. */
  @Count() uses: number;
}

export const InvitePage = pageOf(ListedInvite);
