import { v7 as uuidv7 } from 'uuid';

import type { EventDefinition } from '@hallway/contracts-core';
import { requestContext } from '@hallway/service-kit/context';
import { prepared, type Transactions, type Tx } from '@hallway/service-kit/database';

import type { WrittenEvent } from './event-envelope';
import { Outbox } from './outbox';

interface Collected {
  id: string;
  type: string;
  subject: string;
  payload: string;
}

interface AppendedRow {
  event_id: string;
  shard: number;
  pub_seq: string;
  created_at: Date;
}

const append = 'SELECT event_id, shard, pub_seq, created_at FROM outbox_append($1::uuid[], $2, $3, $4, $5)';

/** Writes a transaction's events in one statement just before its COMMIT. */
export class TransactionalOutbox extends Outbox {
  private readonly collected = new WeakMap<Tx, Collected[]>();

  constructor(
    private readonly service: string,
    private readonly transactions: Transactions,
    private readonly announce: (rows: WrittenEvent[]) => void,
  ) {
    super();
  }

  override add<Payload extends object>(tx: Tx, definition: EventDefinition<Payload>, payload: Payload): void {
    if (definition.domain !== this.service) throw new Error(`${this.service} cannot publish ${definition.type}: a service publishes its own facts`);
    const event = {
      id: uuidv7(),
      type: definition.type,
      subject: definition.subject(payload),
      payload: JSON.stringify(payload),
    };
    const events = this.collected.get(tx);
    if (events) {
      events.push(event);
      return;
    }
    this.transactions.onPreCommit(tx, () => this.write(tx));
    this.collected.set(tx, [event]);
  }

  override committed(rows: WrittenEvent[]): void {
    this.announce(rows);
  }

  private async write(tx: Tx): Promise<void> {
    const events = this.collected.get(tx) ?? [];
    this.collected.delete(tx);
    const traceparent = requestContext.get()?.traceparent ?? null;
    const column = (name: keyof Collected) => events.map((event) => event[name]);
    const rows = await prepared<AppendedRow>(tx, 'outbox_append', append, [column('id'), column('type'), column('subject'), column('payload'), traceparent]);
    const byId = new Map(events.map((event) => [event.id, event]));
    const written = rows.flatMap((row) => writtenEvent(byId.get(row.event_id), row, traceparent));
    this.transactions.afterCommit(tx, () => this.committed(written));
  }
}

function writtenEvent(event: Collected | undefined, row: AppendedRow, traceparent: string | null): WrittenEvent[] {
  return event ? [{ ...event, shard: row.shard, pubSeq: Number(row.pub_seq), traceparent, createdAt: row.created_at }] : [];
}
