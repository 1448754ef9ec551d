import { Controller, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { IsString } from 'class-validator';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import { event } from '@hallway/contracts-core';

import type { ServiceOptions } from '../src/boot';
import { ServiceConfig } from '../src/config';
import { requestContext } from '../src/context';
import { Transactions } from '../src/database';
import { Consume, type EventContext, type FanoutContext, Outbox } from '../src/events';

export class NoteWritten {
  @IsString() id: string;
}

export const noteWritten = event('teller.note-written.v1', NoteWritten, { subject: ({ id }) => id });

/** Tells events when asked to. */
@Injectable()
export class Teller {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  tell(id: string, then: () => void = () => undefined): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.query('SELECT 1');
      this.outbox.add(tx, noteWritten, { id });
      then();
    });
  }
}

@Module({ providers: [Teller] })
class TellerModule {}

export const tellerService: ServiceOptions = {
  name: 'teller',
  module: TellerModule,
  config: ServiceConfig,
  database: { schema: 'teller', entities: [], migrations: [] },
};

/** Ids that the listener cannot handle. */
export const poison = new Set<string>();

@Controller()
class ListenerConsumer {
  @Consume(noteWritten)
  async written({ id }: NoteWritten, { tx }: EventContext): Promise<void> {
    if (poison.has(id)) throw new Error('This note is poison');
    await tx.query('INSERT INTO heard (id, trace) VALUES ($1, $2)', [id, requestContext.get()?.traceId]);
  }
}

@Module({ controllers: [ListenerConsumer] })
class ListenerModule {}

class CreateHeard1764000000002 implements MigrationInterface {
  name = 'CreateHeard1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE heard (id text, trace text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE heard');
  }
}

export const listenerService: ServiceOptions = {
  name: 'listener',
  module: ListenerModule,
  config: ServiceConfig,
  database: { schema: 'listener', entities: [], migrations: [CreateHeard1764000000002] },
  events: { mode: 'work', domains: ['teller'] },
};

/** What a replica without a schema has heard. */
@Injectable()
export class Heard implements OnApplicationBootstrap {
  readonly ids: string[] = [];
  started = false;

  onApplicationBootstrap(): void {
    this.started = true;
  }
}

@Controller()
class EdgeConsumer {
  constructor(private readonly heard: Heard) {}

  @Consume(noteWritten)
  written({ id }: NoteWritten, _context: FanoutContext): void {
    this.heard.ids.push(id);
  }
}

@Module({ controllers: [EdgeConsumer], providers: [Heard] })
class EdgeModule {}

export const edgeService: ServiceOptions = {
  name: 'edge',
  module: EdgeModule,
  config: ServiceConfig,
  events: { mode: 'fanout', domains: ['teller'] },
};
