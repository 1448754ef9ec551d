import { Module } from '@nestjs/common';

import { SearchController } from './search.controller';
import { SearchPort } from './search-port';
import { SearchRepository } from './search.repository';
import { SearchService } from './search.service';

@Module({ controllers: [SearchController], providers: [SearchService, { provide: SearchPort, useClass: SearchRepository }] })
export class SearchModule {}
