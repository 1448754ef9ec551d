import { Module } from '@nestjs/common';
import { CacheModule } from '../cache/cache.module';
import { MembersModule } from '../members/members.module';
import { SummariesModule } from '../summaries/summaries.module';
import { UsersModule } from '../users/users.module';
import { AvatarsService } from './avatars.service';
import { ConversationSettingsService } from './conversation-settings.service';
import { ConversationStartsService } from './conversation-starts.service';
import { ConversationViewsService } from './conversation-views.service';
import { ConversationsController } from './conversations.controller';
import { ConversationsRepository } from './conversations.repository';
import { ConversationsService } from './conversations.service';

@Module({
  imports: [CacheModule, MembersModule, SummariesModule, UsersModule],
  controllers: [ConversationsController],
  providers: [
    AvatarsService,
    ConversationSettingsService,
    ConversationStartsService,
    ConversationViewsService,
    ConversationsRepository,
    ConversationsService,
  ],
  exports: [ConversationsService],
})
export class ConversationsModule {}
