import { Controller } from '@nestjs/common';

import { messagesInternalApi, SummariesRequest, type SummariesResult, UserSummariesRequest, type UserSummariesResult } from '@hallway/contracts-messages';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { SummariesService } from './summaries.service';

@Controller()
export class SummariesController {
  constructor(private readonly summaries: SummariesService) {}

  @Endpoint(messagesInternalApi.userSummaries)
  ofUser(@Body() request: UserSummariesRequest): Promise<UserSummariesResult> {
    return this.summaries.ofUser(request);
  }

  @Endpoint(messagesInternalApi.summaries)
  ofConversation(@Body() request: SummariesRequest): Promise<SummariesResult> {
    return this.summaries.ofConversation(request);
  }
}
