import { Controller } from '@nestjs/common';

import { AccountQuery, accountsApi, type ResetLink, UpdateAccount, type UserAccount } from '@hallway/contracts-auth';
import type { Page } from '@hallway/contracts-core';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { AccountsService } from './accounts.service';

@Controller()
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Endpoint(accountsApi.list)
  list(@CurrentUser() caller: Caller, @Query() query: AccountQuery): Promise<Page<UserAccount>> {
    return this.accounts.list(caller, query);
  }

  @Endpoint(accountsApi.update)
  update(@CurrentUser() caller: Caller, @Params('userId') userId: string, @Body() body: UpdateAccount): Promise<UserAccount> {
    return this.accounts.update(caller, userId, body);
  }

  @Endpoint(accountsApi.signOut)
  signOut(@CurrentUser() caller: Caller, @Params('userId') userId: string): Promise<void> {
    return this.accounts.signOut(caller, userId);
  }

  @Endpoint(accountsApi.makeResetLink)
  makeResetLink(@CurrentUser() caller: Caller, @Params('userId') userId: string): Promise<ResetLink> {
    return this.accounts.makeResetLink(caller, userId);
  }
}
