import { Module } from '@nestjs/common';

import { AttachmentsModule } from './attachments/attachments.module';
import { CleanupModule } from './cleanup/cleanup.module';
import { MemberReadModelModule } from './members/member-read-model.module';
import { MessagesModule } from './messages/messages.module';
import { PinsModule } from './pins/pins.module';
import { ReactionsModule } from './reactions/reactions.module';
import { ReceiptsModule } from './receipts/receipts.module';
import { SearchModule } from './search/search.module';
import { MessageSendsModule } from './sends/message-sends.module';
import { SummariesModule } from './summaries/summaries.module';
import { SyncModule } from './sync/sync.module';

@Module({
  imports: [
    CleanupModule,
    MemberReadModelModule,
    MessageSendsModule,
    MessagesModule,
    PinsModule,
    ReactionsModule,
    ReceiptsModule,
    SearchModule,
    SummariesModule,
    SyncModule,
    AttachmentsModule,
  ],
})
export class MessagesAppModule {}
