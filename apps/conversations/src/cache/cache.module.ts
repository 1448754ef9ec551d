import { Module } from '@nestjs/common';
import { ConversationCache } from './conversation-cache.service';

@Module({ providers: [ConversationCache], exports: [ConversationCache] })
export class CacheModule {}
