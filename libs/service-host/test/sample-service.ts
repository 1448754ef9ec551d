import { Controller, Injectable, Module } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import type { MigrationInterface, QueryRunner } from 'typeorm';

import { conflict, defineApi, get, notFound, Optional, PageQuery, post, put } from '@hallway/contracts-core';
import { ServiceConfig } from '@hallway/service-kit/config';
import { prepared, Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Body, type Caller, type CallingClient, ClientInfo, CurrentUser, Endpoint, Params, Query, withStatus } from '@hallway/service-kit/http';

import type { ServiceOptions } from '../src';

export class Tag {
  @IsString() @MaxLength(10) name: string;
}

export class CreateNote {
  @IsString() @MaxLength(1_000) text: string;
  @Optional() @IsInt() @Min(0) stars?: number;
  @Optional() @ValidateNested({ each: true }) @Type(() => Tag) tags?: Tag[];
}

export class Note {
  id: string;
  text: string;
  userId: string;
}

export class Who {
  userId: string;
  sessionId: string;
  ip: string;
  userAgent: string;
}

/** As if messages had them: a contract names a service that exists. */
export const notesApi = defineApi('messages', {
  create: post('/notes/:noteId', { summary: 'Write', body: CreateNote, returns: Note, status: 201, alsoStatus: [200], problems: [conflict] }),
  get: get('/notes/:noteId', { summary: 'Read', returns: Note, problems: [notFound] }),
  list: get('/notes', { summary: 'List', query: PageQuery, returns: PageQuery }),
  label: put('/notes/:noteId/labels/:label', { summary: 'Label', returns: Who, auth: 'anonymous' }),
  crash: get('/crash', { summary: 'Fail', auth: 'anonymous' }),
  known: get('/.well-known/sample.json', { summary: 'Document', auth: 'anonymous', returns: Who }),
  slow: get('/slow', { summary: 'Wait for the database', auth: 'anonymous' }),
  who: get('/who', { summary: 'Who calls', auth: 'anonymous', returns: Who }),
  inside: post('/inside', { summary: 'Between services', auth: 'service', body: CreateNote, returns: Who, status: 200 }),
});

@Injectable()
class NotesService {
  constructor(private readonly transactions: Transactions) {}

  create(id: string, userId: string, text: string): Promise<{ note: Note; isNew: boolean }> {
    return this.transactions.run(async (tx) => {
      const rows = await prepared<{ id: string }>(
        tx,
        'notes_insert',
        'INSERT INTO notes (id, user_id, text) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING RETURNING id',
        [id, userId, text],
      );
      return { note: await this.read(id, tx), isNew: rows.length === 1 };
    });
  }

  find(id: string): Promise<Note> {
    return this.transactions.run((tx) => this.read(id, tx));
  }

  sleep(seconds: number): Promise<unknown> {
    return this.transactions.run((tx) => tx.query('SELECT pg_sleep($1)', [seconds]));
  }

  private async read(id: string, tx: Parameters<Parameters<Transactions['run']>[0]>[0]): Promise<Note> {
    const [row] = await prepared<{ id: string; user_id: string; text: string }>(tx, 'notes_by_id', 'SELECT id, user_id, text FROM notes WHERE id = $1', [id]);
    if (!row) throw new ProblemError(notFound);
    return { id: row.id, userId: row.user_id, text: row.text };
  }
}

@Controller()
class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Endpoint(notesApi.create)
  async create(@Params() params: { noteId: string }, @CurrentUser() caller: Caller, @Body() body: CreateNote) {
    const { note, isNew } = await this.notes.create(params.noteId, caller.userId, body.text);
    return isNew ? note : withStatus(200, note);
  }

  @Endpoint(notesApi.get)
  get(@Params('noteId') id: string): Promise<Note> {
    return this.notes.find(id);
  }

  @Endpoint(notesApi.list)
  list(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Endpoint(notesApi.label)
  label(@Params() params: object): object {
    return params;
  }

  @Endpoint(notesApi.crash)
  crash(): void {
    throw new Error('secret internals');
  }

  @Endpoint(notesApi.slow)
  async slow(): Promise<void> {
    await this.notes.sleep(2);
  }

  @Endpoint(notesApi.known)
  known(): object {
    return { known: true };
  }

  @Endpoint(notesApi.who)
  who(@ClientInfo() client: CallingClient): object {
    return client;
  }

  @Endpoint(notesApi.inside)
  inside(@CurrentUser() caller: Caller, @ClientInfo() client: CallingClient, @Body() body: CreateNote): object {
    return { ...caller, ...client, text: body.text };
  }
}

@Module({ controllers: [NotesController], providers: [NotesService] })
class NotesModule {}

class CreateNotes1764000000001 implements MigrationInterface {
  name = 'CreateNotes1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (id uuid, user_id uuid NOT NULL, text text NOT NULL, CONSTRAINT notes_id_pk PRIMARY KEY (id))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes');
  }
}

/** A service with everything that the kit wires. */
export const sampleService: ServiceOptions = {
  name: 'sample',
  module: NotesModule,
  config: ServiceConfig,
  database: { schema: 'sample', entities: [], migrations: [CreateNotes1764000000001] },
};
