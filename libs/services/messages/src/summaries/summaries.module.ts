import { Module } from '@nestjs/common';

import { MessagesModule } from '../messages/messages.module';
import { SummariesController } from './summaries.controller';
import { SummariesRepository } from './summaries.repository';
import { SummariesService } from './summaries.service';

@Module({ imports: [MessagesModule], controllers: [SummariesController], providers: [SummariesService, SummariesRepository] })
export class SummariesModule {}
