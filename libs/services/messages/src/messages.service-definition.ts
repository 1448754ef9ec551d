import type { ServiceOptions } from '@hallway/service-host';

import { MessagesConfig } from './config';
import { CreateTimeline1763800000000 } from './database/migrations/1763800000000-create-timeline';
import { CreateReadModels1763800001000 } from './database/migrations/1763800001000-create-read-models';
import { CreateSendMessages1763800003000 } from './database/migrations/1763800003000-create-send-messages';
import { MentionEveryone1763800004000 } from './database/migrations/1763800004000-mention-everyone';
import { CreateSearchRefolds1763800010000 } from './database/migrations/1763800010000-create-search-refolds';
import { LookUpMentionsOnDemand1763800020000 } from './database/migrations/1763800020000-look-up-mentions-on-demand';
import { SendPlainMessages1763800030000 } from './database/migrations/1763800030000-send-plain-messages';
import { MessagesAppModule } from './messages-app.module';

/** What an app runs and what the tests start. */
export const messagesService: ServiceOptions<MessagesConfig> = {
  name: 'messages',
  module: MessagesAppModule,
  config: MessagesConfig,
  database: {
    schema: 'messages',
    // Its repositories write SQL, so there are no entities to map.
    entities: [],
    migrations: [
      CreateTimeline1763800000000,
      CreateReadModels1763800001000,
      CreateSendMessages1763800003000,
      MentionEveryone1763800004000,
      CreateSearchRefolds1763800010000,
      LookUpMentionsOnDemand1763800020000,
      SendPlainMessages1763800030000,
    ],
  },
  // Every send is an event: at 300/s two minutes of them.
  events: { mode: 'competing', domains: ['conversations', 'uploads'], tuning: { streamBytes: 32 * 1024 ** 2 } },
};
