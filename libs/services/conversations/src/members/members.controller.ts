import { Controller } from '@nestjs/common';

import { AddMembers, ChangeRole, type Member, membersApi } from '@hallway/contracts-conversations';
import { type Page, PageQuery } from '@hallway/contracts-core';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { MembersService } from './members.service';

@Controller()
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Endpoint(membersApi.list)
  list(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Query() query: PageQuery): Promise<Page<Member>> {
    return this.members.list(caller.userId, conversationId, query);
  }

  @Endpoint(membersApi.add)
  add(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Body() body: AddMembers): Promise<void> {
    return this.members.add(caller.userId, conversationId, body.userIds);
  }

  @Endpoint(membersApi.changeRole)
  changeRole(
    @CurrentUser() caller: Caller,
    @Params('conversationId') conversationId: string,
    @Params('userId') userId: string,
    @Body() body: ChangeRole,
  ): Promise<Member> {
    return this.members.changeRole(caller.userId, conversationId, userId, body.role);
  }

  @Endpoint(membersApi.remove)
  remove(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Params('userId') userId: string): Promise<void> {
    return this.members.remove(caller.userId, conversationId, userId);
  }
}
