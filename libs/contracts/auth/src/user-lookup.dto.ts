import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUUID, ValidateNested } from 'class-validator';
import { pageOf } from '@hallway/contracts-core';
import { UserProfile } from './user.dto';

export const UserProfilePage = pageOf(UserProfile);

export class UserLookup {
  @IsArray() @ArrayMaxSize(1000) @IsUUID(undefined, { each: true }) userIds: string[];
}

export class UserLookupResult {
  @IsArray() @ValidateNested({ each: true }) @Type(() => UserProfile) users: UserProfile[];
}
