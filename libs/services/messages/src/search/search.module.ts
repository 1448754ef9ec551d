import { Module } from '@nestjs/common';

import { MessagesModule } from '../messages/messages.module';
import { RefoldRepository } from './refold.repository';
import { RefoldService } from './refold.service';
import { SearchController } from './search.controller';
import { SearchRepository } from './search.repository';
import { SearchService } from './search.service';
import { SearchPort } from './search-port';

@Module({
  imports: [MessagesModule],
  controllers: [SearchController],
  providers: [SearchService, RefoldService, RefoldRepository, { provide: SearchPort, useClass: SearchRepository }],
})
export class SearchModule {}
