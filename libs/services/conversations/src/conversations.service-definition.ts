import type { ServiceOptions } from '@hallway/service-host';

import { ConversationsConfig } from './config';
import { ConversationEntity } from './conversations/conversation.entity';
import { ConversationsAppModule } from './conversations-app.module';
import { CreateConversationTables1764000000000 } from './database/migrations/1764000000000-create-conversation-tables';
import { LimitInvites1764300000000 } from './database/migrations/1764300000000-limit-invites';
import { IndexConversationPictures1764310000000 } from './database/migrations/1764310000000-index-conversation-pictures';
import { InviteEntity } from './invites/invite.entity';
import { MemberEntity } from './members/member.entity';
import { UserReadModelEntity } from './users/user-read-model.entity';

/** What an app runs and what the tests start. */
export const conversationsService: ServiceOptions<ConversationsConfig> = {
  name: 'conversations',
  module: ConversationsAppModule,
  config: ConversationsConfig,
  database: {
    schema: 'conversations',
    entities: [ConversationEntity, MemberEntity, InviteEntity, UserReadModelEntity],
    migrations: [CreateConversationTables1764000000000, LimitInvites1764300000000, IndexConversationPictures1764310000000],
  },
  events: { mode: 'competing', domains: ['auth'] },
};
