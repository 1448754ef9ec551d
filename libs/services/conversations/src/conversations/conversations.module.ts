import { Module } from '@nestjs/common';

import { CacheModule } from '../cache/cache.module';
import { MembersModule } from '../members/members.module';
import { SummaryClientModule } from '../summaries/summary-client.module';
import { UserReadModelModule } from '../users/user-read-model.module';
import { AvatarsService } from './avatars.service';
import { ConversationComposer } from './conversation-composer';
import { ConversationSettingsService } from './conversation-settings.service';
import { ConversationStartsService } from './conversation-starts.service';
import { ConversationsController } from './conversations.controller';
import { ConversationsRepository } from './conversations.repository';
import { ConversationsService } from './conversations.service';

@Module({
  imports: [CacheModule, MembersModule, SummaryClientModule, UserReadModelModule],
  controllers: [ConversationsController],
  providers: [AvatarsService, ConversationSettingsService, ConversationStartsService, ConversationComposer, ConversationsRepository, ConversationsService],
  exports: [ConversationsService],
})
export class ConversationsModule {}
