import { Module } from '@nestjs/common';

import { CleanupModule } from './cleanup/cleanup.module';
import { MembershipsModule } from './memberships/memberships.module';
import { MessagesModule } from './messages/messages.module';
import { PinsModule } from './pins/pins.module';
import { ReactionsModule } from './reactions/reactions.module';
import { ReceiptsModule } from './receipts/receipts.module';
import { SearchModule } from './search/search.module';
import { SummariesModule } from './summaries/summaries.module';
import { SyncModule } from './sync/sync.module';
import { UploadsModule } from './uploads/uploads.module';

@Module({
  imports: [
    CleanupModule, MembershipsModule, MessagesModule, PinsModule, ReactionsModule,
    ReceiptsModule, SearchModule, SummariesModule, SyncModule, UploadsModule,
  ],
})
export class AppModule {}
