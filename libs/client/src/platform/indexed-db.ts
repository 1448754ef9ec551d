export { indexedDbOutbox } from '../outbox/indexed-db-outbox.ts';
export { indexedDbSnapshot } from '../snapshot/indexed-db-snapshot.ts';
