import type { ServiceOptions } from '@hallway/service-kit/boot';

import { AppModule } from './app.module';
import { MessagesConfig } from './config';
import { database } from './database/database';

export const service: ServiceOptions<MessagesConfig> = {
  name: 'messages',
  module: AppModule,
  config: MessagesConfig,
  database,
  events: { mode: 'work', domains: ['auth', 'conversations', 'uploads'] },
};
