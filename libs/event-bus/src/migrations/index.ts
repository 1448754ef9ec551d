import { CreateEventTables1600000000000 } from './1600000000000-create-event-tables';

/** The tables of the event bus, made in every service's schema before its own tables. */
export const eventMigrations = [CreateEventTables1600000000000];
