import { Controller } from '@nestjs/common';

import { type Changes, ChangesQuery, messagesApi, syncApi, SyncRequest, type SyncResult } from '@hallway/contracts-messages';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { SyncService } from './sync.service';

@Controller()
export class SyncController {
  constructor(private readonly service: SyncService) {}

  @Endpoint(messagesApi.changes)
  changes(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Query() query: ChangesQuery): Promise<Changes> {
    return this.service.changes(userId, conversationId, query);
  }

  @Endpoint(syncApi.sync)
  sync(@CurrentUser() { userId }: Caller, @Body() { conversations }: SyncRequest): Promise<SyncResult> {
    return this.service.sync(userId, conversations);
  }
}
