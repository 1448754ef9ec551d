export { indexedDbOutbox } from '../outbox/indexed-db-outbox';
export { indexedDbSnapshot } from '../snapshot/indexed-db-snapshot';
