import { Controller } from '@nestjs/common';

import { type Conversation, CreateInvite, type Invite, invitesApi, type ListedInvite } from '@hallway/contracts-conversations';
import { type Page, PageQuery } from '@hallway/contracts-core';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { InviteAcceptanceService } from './invite-acceptance.service';
import { InvitesService } from './invites.service';

@Controller()
export class InvitesController {
  constructor(
    private readonly invites: InvitesService,
    private readonly acceptance: InviteAcceptanceService,
  ) {}

  @Endpoint(invitesApi.create)
  create(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Body() body: CreateInvite): Promise<Invite> {
    return this.invites.create(caller.userId, conversationId, body);
  }

  @Endpoint(invitesApi.list)
  list(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Query() query: PageQuery): Promise<Page<ListedInvite>> {
    return this.invites.list(caller.userId, conversationId, query);
  }

  @Endpoint(invitesApi.revoke)
  revoke(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Params('code') code: string): Promise<void> {
    return this.invites.revoke(caller.userId, conversationId, code);
  }

  @Endpoint(invitesApi.accept)
  accept(@CurrentUser() caller: Caller, @Params('code') code: string): Promise<Conversation> {
    return this.acceptance.accept(caller.userId, code);
  }
}
