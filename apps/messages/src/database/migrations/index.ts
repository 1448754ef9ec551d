import { CreateTimeline1763800000000 } from './1763800000000-create-timeline';
import { CreateReadModels1763800001000 } from './1763800001000-create-read-models';
import { CreateSendMessages1763800003000 } from './1763800003000-create-send-messages';
import { TellEverybody1763800004000 } from './1763800004000-tell-everybody';
import { CreateSearchRefolds1763800010000 } from './1763800010000-create-search-refolds';
import { LookUpMentionsOnDemand1763800020000 } from './1763800020000-look-up-mentions-on-demand';

export const messagesMigrations = [
  CreateTimeline1763800000000, CreateReadModels1763800001000, CreateSendMessages1763800003000, TellEverybody1763800004000, CreateSearchRefolds1763800010000,
  LookUpMentionsOnDemand1763800020000,
];
