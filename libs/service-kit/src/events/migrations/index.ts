export { CreateEventTables1600000000000 } from './1600000000000-create-event-tables';
