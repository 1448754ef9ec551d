import { Module } from '@nestjs/common';

import { ConversationCache } from './conversation-cache';

@Module({ providers: [ConversationCache], exports: [ConversationCache] })
export class CacheModule {}
