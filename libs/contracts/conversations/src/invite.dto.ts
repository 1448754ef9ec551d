import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Optional, pageOf } from '@hallway/contracts-core';

export class CreateInvite {
  /** Seconds, 1 minute to 30 days; 7 days unless said. */
  @Optional() @IsInt() @Min(60) @Max(2_592_000) expiresIn?: number;
  /** 1–1000; 100 unless said, `null` for any number of people. */
  @IsOptional() @IsInt() @Min(1) @Max(1000) maxUses?: number | null;
}

export class Invite {
  @IsString() code: string;
  /** The page that a person opens. */
  @IsString() url: string;
  @IsString() expiresAt: string;
  @IsOptional() @IsInt() maxUses: number | null;
}

/** For those who look after the group. */
export class ListedInvite extends Invite {
  @IsString() createdBy: string;
  @IsString() createdAt: string;
  /** How many have joined by it. */
  @IsInt() uses: number;
}

export const InvitePage = pageOf(ListedInvite);
