import type { DatabaseOptions } from '@hallway/service-kit/database';

import { messagesMigrations } from './migrations';

/** The schema of this service. Its repositories write SQL, so there are no entities to map. */
export const database: DatabaseOptions = { schema: 'messages', entities: [], migrations: messagesMigrations };
