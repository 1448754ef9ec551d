import { Controller } from '@nestjs/common';

import {
  type CurrentUser as Account,
  UpdateProfile,
  UserLookup,
  type UserLookupResult,
  type UserProfile,
  UserQuery,
  usersApi,
  usersInternalApi,
} from '@hallway/contracts-auth';
import type { Page } from '@hallway/contracts-core';
import { type ShownPictures, ShownPicturesQuery } from '@hallway/contracts-uploads';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { UsersService } from './users.service';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Endpoint(usersApi.me)
  me(@CurrentUser() caller: Caller): Promise<Account> {
    return this.users.me(caller.userId);
  }

  @Endpoint(usersApi.updateMe)
  updateMe(@CurrentUser() caller: Caller, @Body() body: UpdateProfile): Promise<Account> {
    return this.users.updateMe(caller.userId, body);
  }

  @Endpoint(usersApi.search)
  search(@Query() query: UserQuery): Promise<Page<UserProfile>> {
    return this.users.search(query);
  }

  @Endpoint(usersApi.get)
  get(@Params() params: { userId: string }): Promise<UserProfile> {
    return this.users.profile(params.userId);
  }

  @Endpoint(usersInternalApi.lookup)
  async lookup(@Body() body: UserLookup): Promise<UserLookupResult> {
    return { users: await this.users.profiles(body.userIds) };
  }

  @Endpoint(usersInternalApi.pictures)
  async pictures(@Body() body: ShownPicturesQuery): Promise<ShownPictures> {
    return { uploadIds: await this.users.shownPictures(body.uploadIds) };
  }
}
