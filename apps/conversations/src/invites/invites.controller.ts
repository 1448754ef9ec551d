import { Controller } from '@nestjs/common';
import { type Conversation, CreateInvite, type Invite, invitesApi } from '@hallway/contracts-conversations';
import { Body, type Caller, CurrentUser, Endpoint, Params } from '@hallway/service-kit/http';
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

  @Endpoint(invitesApi.accept)
  accept(@CurrentUser() caller: Caller, @Params('code') code: string): Promise<Conversation> {
    return this.acceptance.accept(caller.userId, code);
  }
}
