export { Consume } from './consume';
export { DeadLetters, type DeadLetter, type DeadLetterQuery } from './dead-letters';
export { EventBus, type EventBusOptions, type EventStore } from './event-bus';
export {
  BROADCAST_GAP,
  BROADCAST_KNOWN,
  type EventContext,
  type BroadcastContext,
  type BroadcastGap,
  type BroadcastGapHook,
  type BroadcastKnownHook,
} from './event-context';
export type { ReceivedEnvelope, WrittenEvent } from './event-envelope';
export type { EventLog } from './event-log';
export type { EventMetrics } from './event-metrics';
export { eventMigrations } from './migrations';
export { Outbox } from './outbox';
export { RedisEventLog } from './redis/redis-event-log';
export { shardOf, streamName } from './shard';
export type { EventTuning } from './tuning';
export { DeadLetterTable } from './competing/dead-letter-table';
