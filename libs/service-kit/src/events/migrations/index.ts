export { CreateEventTables1600000000000 } from './1600000000000-create-event-tables';
export { AppendToShardsTogether1600000001000 } from './1600000001000-append-to-shards-together';
