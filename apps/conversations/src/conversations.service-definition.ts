import type { ServiceOptions } from '@hallway/service-kit/boot';
import { AppModule } from './app.module';
import { ConversationsConfig } from './config';
import { ConversationEntity } from './conversations/conversation.entity';
import { CreateConversationTables1764000000000 } from './database/migrations/1764000000000-create-conversation-tables';
import { LimitInvites1764300000000 } from './database/migrations/1764300000000-limit-invites';
import { IndexPictures1764310000000 } from './database/migrations/1764310000000-index-pictures';
import { InviteEntity } from './invites/invite.entity';
import { MemberEntity } from './members/member.entity';
import { UserEntity } from './users/user.entity';

/** What main.ts runs and what the tests start. */
export const conversationsService: ServiceOptions<ConversationsConfig> = {
  name: 'conversations',
  module: AppModule,
  config: ConversationsConfig,
  database: {
    schema: 'conversations',
    entities: [ConversationEntity, MemberEntity, InviteEntity, UserEntity],
    migrations: [CreateConversationTables1764000000000, LimitInvites1764300000000, IndexPictures1764310000000],
  },
  events: { mode: 'work', domains: ['auth'] },
};
