import { untilBeat } from '@hallway/service-kit/periodic';

import type { EventLogger } from '../event-bus';
import { encodeEnvelope, type WrittenEvent } from '../event-envelope';
import type { AppendRequest, LogWriter, RefillRequest } from '../event-log';
import type { EventMetrics } from '../event-metrics';
import { allShards, shardCount } from '../shard';
import type { EventTuning } from '../tuning';
import type { FreshRows } from './fresh-rows';
import type { OutboxTable } from './outbox-table';

export interface PublisherOptions {
  service: string;
  writer: LogWriter;
  table: OutboxTable;
  fresh: FreshRows;
  tuning: Pick<EventTuning, 'pollEvery' | 'republish' | 'streamBytes'>;
  metrics: EventMetrics;
  logger: EventLogger;
  /** Called when so much was added to the streams. */
  makeRoom: (bytes: number) => Promise<void>;
}

interface Encoded {
  texts: string[];
  bytes: number;
}

/** Rows of one shard that one step may publish. */
const runLength = 200;
/** A reader gets so much again at a time, at most as many rows. */
const answerBytes = 128 * 1024;
/** How many full steps the budget of the streams is worth at least. */
const stepsPerBudget = 8;
/** How soon to look again when a reader wanted something: it will want what follows. */
const answerEvery = 50;
/** Less than an entry takes on a stream. */
const smallestEntry = 256;

/**
 * Publishes each shard strictly in order. Knows the next position of every shard; takes the rows from
 * memory when they are the next in line and from the table otherwise. What it knows comes from the
 * stream itself, so it is right again after any loss there.
 */
export class Publisher {
  private next: number[] | undefined;
  /** The same as last known, for the metrics alone: while the stream cannot be asked, the outbox grows from here. */
  private lastNext: number[] | undefined;
  /** Shards whose stream need not go on where it ends. */
  private readonly allowed = new Map<number, AppendRequest['allow']>();
  private behind = false;
  private checkAt = 0;

  constructor(private readonly options: PublisherOptions) {}

  /** Ask the stream again: a connection was lost, or another replica may have led in between. */
  resetPositions(): void {
    this.lastNext = this.next ?? this.lastNext;
    this.next = undefined;
  }

  /** Another replica may publish from now on, and tells how far it is. */
  stepDown(): void {
    this.next = undefined;
    this.lastNext = undefined;
    this.setGauges(0, 0);
  }

  /** Last published position by shard. */
  published(): number[] | undefined {
    return this.next?.map((next) => next - 1);
  }

  nextCheckIn(): number {
    return Math.max(0, this.checkAt - performance.now());
  }

  /** Another process committed rows. */
  lookAtTable(): void {
    this.behind = true;
  }

  /** One step: publishes what is at hand. Answers how many events that was; 0 means there is nothing left. */
  async publish(): Promise<number> {
    if (!this.next || performance.now() >= this.checkAt) await this.check();
    const quick = await this.append(allShards.map((shard) => this.freshRun(shard)));
    const gap = quick === 0 && this.options.fresh.size > 0;
    return this.behind || gap ? quick + (await this.publishFromTable()) : quick;
  }

  private freshRun(shard: number): WrittenEvent[] {
    return this.options.fresh.run(shard, this.position(shard), runLength);
  }

  private async publishFromTable(): Promise<number> {
    const { table, fresh } = this.options;
    this.behind = false;
    allShards.forEach((shard) => fresh.removeBefore(shard, this.position(shard)));
    const rows = await table.rowsFrom(allShards, this.next ?? [], runLength);
    const runs = allShards.map((): WrittenEvent[] => []);
    for (const row of rows) {
      const run = runs[row.shard];
      if (run && row.pubSeq === (run.at(-1)?.pubSeq ?? row.pubSeq - 1) + 1) run.push(row);
    }
    for (const run of runs) this.acceptHole(run);
    const published = await this.append(runs);
    if (published > 0) this.behind = true;
    return published;
  }

  /** Rows can only be missing when they were deleted by hand; what is left must go on. */
  private acceptHole([first]: WrittenEvent[]): void {
    if (!first || first.pubSeq === this.position(first.shard)) return;
    const { shard, pubSeq } = first;
    this.options.logger.error('Outbox rows are gone before they were published', { shard, from: this.position(shard), to: pubSeq - 1 });
    this.startAt(shard, pubSeq, 'hole');
  }

  private async append(runs: WrittenEvent[][]): Promise<number> {
    const { service, writer, metrics, makeRoom } = this.options;
    let bytes = 0;
    const requests = runs.flatMap((events): AppendRequest[] => {
      const [first] = events;
      if (!first) return [];
      const run = this.encode(events, this.options.tuning.streamBytes / stepsPerBudget / shardCount);
      bytes += run.bytes;
      return [{ shard: first.shard, first: first.pubSeq, texts: run.texts, allow: this.allowed.get(first.shard) }];
    });
    if (requests.length === 0) return 0;
    const results = await writer.append(service, requests);
    let published = 0;
    results.forEach(({ outcome, last }, index) => {
      const request = requests[index];
      if (!request) return;
      if (outcome === 'behind') this.checkAt = 0;
      else published += this.advance(request.shard, last);
    });
    metrics.published(service, published);
    await makeRoom(bytes);
    // Nothing moved although there was something: the stream is behind, look again at once.
    return published === 0 ? requests.length : published;
  }

  private advance(shard: number, last: number): number {
    const before = this.position(shard);
    if (this.next) this.next[shard] = Math.max(before, last + 1);
    this.allowed.delete(shard);
    this.options.fresh.remove(shard, before, last);
    return this.position(shard) - before;
  }

  /** Compares table, stream and own knowledge, and answers readers that miss something. */
  private async check(): Promise<void> {
    const { service, writer, table, tuning } = this.options;
    const { lasts, wanted } = await writer.state(service).catch(async (error: unknown) => {
      await this.report(await table.lastPositions());
      throw error;
    });
    // After the stream: what another replica publishes in between must not make the stream look ahead of the outbox.
    const committed = await table.lastPositions();
    await this.align(lasts, committed);
    await this.answerReaders(wanted);
    this.checkAt = performance.now() + (wanted.length > 0 ? answerEvery : untilBeat(tuning.pollEvery));
    this.behind = committed.some((last, shard) => last >= this.position(shard));
    await this.report(committed);
  }

  private async align(lasts: number[], committed: number[]): Promise<void> {
    const known = this.next;
    const isEmpty = (last: number, shard: number) => last === 0 && (committed[shard] ?? 0) > 0;
    const decided = new Set(known ? this.allowed.keys() : []);
    const empty = allShards.filter((shard) => isEmpty(lasts[shard] ?? 0, shard));
    const fresh = empty.filter((shard) => !decided.has(shard));
    const starts = fresh.length > 0 ? await this.restartPoints() : [];
    this.next = lasts.map((last) => last + 1);
    this.allowed.clear();
    for (const shard of empty) {
      const kept = known?.[shard] ?? Infinity;
      this.startAt(shard, decided.has(shard) ? kept : Math.min(starts[shard] ?? 1, kept));
    }
    for (const shard of allShards) await this.guardCounter(shard, lasts[shard] ?? 0, committed[shard] ?? 0);
  }

  /** Only a database restored from a backup knows less than the stream: rows are read after the stream. */
  private async guardCounter(shard: number, last: number, committed: number): Promise<void> {
    if (last <= committed) return;
    this.options.logger.error('The stream is ahead of the outbox: was the database restored?', { shard, stream: last, outbox: committed });
    await this.options.table.raiseCounter(shard, last);
  }

  /** More than fits would be trimmed at once. */
  private restartPoints(): Promise<number[]> {
    const { table, tuning } = this.options;
    return table.restartPoints(tuning.republish, Math.ceil(tuning.streamBytes / smallestEntry / shardCount));
  }

  /** Gives readers from the outbox what the stream no longer has, some at a time. */
  private async answerReaders(requests: RefillRequest[]): Promise<void> {
    const { service, writer, table } = this.options;
    for (const request of requests) {
      const rows = await table.rowsFrom([request.shard], [request.from], runLength);
      const first = rows[0]?.pubSeq ?? this.position(request.shard);
      const run = rows.filter(({ pubSeq }, index) => pubSeq === first + index);
      await writer.answer(service, request, { from: request.from, first, texts: this.encode(run, answerBytes).texts });
    }
  }

  private startAt(shard: number, position: number, allow: AppendRequest['allow'] = 'empty'): void {
    if (this.next) this.next[shard] = position;
    this.allowed.set(shard, allow);
  }

  /** While nothing was known of the stream since the start, there is nothing to tell. */
  private async report(committed: number[]): Promise<void> {
    const next = this.next ?? this.lastNext;
    if (!next) return;
    const depth = committed.reduce((sum, last, shard) => sum + Math.max(0, last - (next[shard] ?? 1) + 1), 0);
    this.setGauges(depth, depth > 0 ? await this.options.table.oldestAge(next) : 0);
  }

  private setGauges(depth: number, oldestAge: number): void {
    const { service, metrics } = this.options;
    metrics.outboxDepth(service, depth);
    metrics.outboxOldestAge(service, oldestAge);
  }

  /** The first of them, until they are this large. */
  private encode(run: WrittenEvent[], limit: number): Encoded {
    const texts: string[] = [];
    let bytes = 0;
    for (let event = run[0]; event && bytes < limit; event = run[texts.length]) {
      const text = encodeEnvelope(this.options.service, event);
      texts.push(text);
      bytes += Buffer.byteLength(text);
    }
    return { texts, bytes };
  }

  private position(shard: number): number {
    return this.next?.[shard] ?? 1;
  }
}
