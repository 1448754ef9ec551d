import { Controller, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { IsString } from 'class-validator';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import { event } from '@hallway/contracts-core';
import { type BroadcastContext, Consume, type EventContext, Outbox } from '@hallway/event-bus';
import { ServiceConfig } from '@hallway/service-kit/config';
import { requestContext } from '@hallway/service-kit/context';
import { Transactions } from '@hallway/service-kit/database';

import type { ServiceOptions } from '../src';

export class NoteWritten {
  @IsString() id: string;
}

export const noteWritten = event('publisher.note-written.v1', NoteWritten, { subject: ({ id }) => id });

/** Publishes events when asked to. */
@Injectable()
export class NotePublisher {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  publish(id: string, then: () => void = () => undefined): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.query('SELECT 1');
      this.outbox.add(tx, noteWritten, { id });
      then();
    });
  }
}

@Module({ providers: [NotePublisher] })
class PublisherModule {}

export const publisherService: ServiceOptions = {
  name: 'publisher',
  module: PublisherModule,
  config: ServiceConfig,
  database: { schema: 'publisher', entities: [], migrations: [] },
};

/** Ids that the listener cannot handle. */
export const poison = new Set<string>();

@Controller()
class ListenerConsumer {
  @Consume(noteWritten)
  async written({ id }: NoteWritten, { tx }: EventContext): Promise<void> {
    if (poison.has(id)) throw new Error('This note is poison');
    await tx.query('INSERT INTO received_notes (id, trace) VALUES ($1, $2)', [id, requestContext.get()?.traceId]);
  }
}

@Module({ controllers: [ListenerConsumer] })
class ListenerModule {}

class CreateReceivedNotes1764000000002 implements MigrationInterface {
  name = 'CreateReceivedNotes1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE received_notes (id text, trace text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE received_notes');
  }
}

export const listenerService: ServiceOptions = {
  name: 'listener',
  module: ListenerModule,
  config: ServiceConfig,
  database: { schema: 'listener', entities: [], migrations: [CreateReceivedNotes1764000000002] },
  events: { mode: 'competing', domains: ['publisher'] },
};

/** What a replica without a schema has received. */
@Injectable()
export class ReceivedNotes implements OnApplicationBootstrap {
  readonly ids: string[] = [];
  started = false;

  onApplicationBootstrap(): void {
    this.started = true;
  }
}

@Controller()
class EdgeConsumer {
  constructor(private readonly received: ReceivedNotes) {}

  @Consume(noteWritten)
  written({ id }: NoteWritten, _context: BroadcastContext): void {
    this.received.ids.push(id);
  }
}

@Module({ controllers: [EdgeConsumer], providers: [ReceivedNotes] })
class EdgeModule {}

export const edgeService: ServiceOptions = {
  name: 'edge',
  module: EdgeModule,
  config: ServiceConfig,
  events: { mode: 'broadcast', domains: ['publisher'] },
};
