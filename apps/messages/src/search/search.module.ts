import { Module } from '@nestjs/common';

import { MessagesModule } from '../messages/messages.module';
import { SearchController } from './search.controller';
import { SearchPort } from './search-port';
import { SearchRepository } from './search.repository';
import { SearchService } from './search.service';

@Module({
  imports: [MessagesModule],
  controllers: [SearchController],
  providers: [SearchService, { provide: SearchPort, useClass: SearchRepository }],
})
export class SearchModule {}
