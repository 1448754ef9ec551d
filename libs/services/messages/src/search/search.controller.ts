import { Controller } from '@nestjs/common';

import type { Page } from '@hallway/contracts-core';
import { searchApi, type SearchHit, SearchQuery } from '@hallway/contracts-messages';
import { type Caller, CurrentUser, Endpoint, Query } from '@hallway/service-kit/http';

import { SearchService } from './search.service';

@Controller()
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Endpoint(searchApi.messages)
  messages(@CurrentUser() { userId }: Caller, @Query() query: SearchQuery): Promise<Page<SearchHit>> {
    return this.search.find(userId, query);
  }
}
