import type { EntityManager } from 'typeorm';

import type { EventDefinition } from '@hallway/contracts-core';

import type { WrittenEvent } from './event-envelope';

/** The only way to publish to other services: with the transaction that makes it true. */
export abstract class Outbox {
  /** Collects an event; all of a transaction's events are written just before its COMMIT. */
  abstract add<Payload extends object>(tx: EntityManager, definition: EventDefinition<Payload>, payload: Payload): void;

  /** For SQL that called `outbox_append` itself: hands the rows to the relay. Only once they are committed. */
  abstract committed(rows: WrittenEvent[]): void;
}
