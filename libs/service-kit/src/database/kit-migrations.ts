import type { MigrationInterface } from 'typeorm';

import { CreateEventTables1600000000000 } from '../events/migrations';

/** The tables of the event bus, made in every service's schema before its own tables. */
export function kitMigrations(): (new () => MigrationInterface)[] {
  return [CreateEventTables1600000000000];
}
