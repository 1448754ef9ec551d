import type { EventLogger } from '../event-bus';
import { encodeEnvelope, type WrittenEvent } from '../event-envelope';
import type { AppendRequest, LogWriter } from '../event-log';
import type { EventMetrics } from '../event-metrics';
import { allShards } from '../shard';
import type { EventTuning } from '../tuning';
import type { FreshRows } from './fresh-rows';
import type { OutboxTable } from './outbox-table';

export interface PublisherOptions {
  service: string;
  writer: LogWriter;
  table: OutboxTable;
  fresh: FreshRows;
  tuning: Pick<EventTuning, 'pollEvery' | 'republish'>;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** Rows of one shard that one step may publish. */
const runLength = 200;

/**
 * Publishes each shard strictly in order. Knows the next position of every shard; takes the rows from
 * memory when they are the next in line and from the table otherwise. What it knows comes from the
 * stream itself, so it is right again after any loss there.
 */
export class Publisher {
  private next: number[] | undefined;
  /** Shards whose stream need not go on where it ends. */
  private readonly allowed = new Map<number, AppendRequest['allow']>();
  private behind = false;
  private checkAt = 0;

  constructor(private readonly options: PublisherOptions) {}

  /** Ask the stream again: a connection was lost, or somebody else may have led in between. */
  forgetPositions(): void {
    this.next = undefined;
  }

  /** Last published position by shard. */
  published(): number[] | undefined {
    return this.next?.map((next) => next - 1);
  }

  nextCheckIn(): number {
    return Math.max(0, this.checkAt - performance.now());
  }

  /** Somebody else committed rows. */
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

  /** Rows can only be missing when somebody deleted them; what is left must go on. */
  private acceptHole([first]: WrittenEvent[]): void {
    if (!first || first.pubSeq === this.position(first.shard)) return;
    const { shard, pubSeq } = first;
    this.options.logger.error('Outbox rows are gone before they were published', { shard, from: this.position(shard), to: pubSeq - 1 });
    this.startAt(shard, pubSeq, 'hole');
  }

  private async append(runs: WrittenEvent[][]): Promise<number> {
    const { service, writer, metrics } = this.options;
    const requests = runs.flatMap((run) => this.request(run));
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
    // Nothing moved although there was something: the stream is behind, look again at once.
    return published === 0 ? requests.length : published;
  }

  private request(run: WrittenEvent[]): AppendRequest[] {
    const [first] = run;
    if (!first) return [];
    const texts = run.map((event) => encodeEnvelope(this.options.service, event));
    return [{ shard: first.shard, first: first.pubSeq, texts, allow: this.allowed.get(first.shard) }];
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
    const lasts = await writer.lastPositions(service);
    const committed = await table.lastPositions();
    await this.align(lasts, committed);
    await this.answerReaders();
    this.checkAt = performance.now() + tuning.pollEvery;
    this.behind = committed.some((last, shard) => last >= this.position(shard));
    await this.report(committed);
  }

  private async align(lasts: number[], committed: number[]): Promise<void> {
    const known = this.next;
    const isEmpty = (last: number, shard: number) => last === 0 && (committed[shard] ?? 0) > 0;
    const decided = new Set(known ? this.allowed.keys() : []);
    const empty = allShards.filter((shard) => isEmpty(lasts[shard] ?? 0, shard));
    const fresh = empty.filter((shard) => !decided.has(shard));
    const starts = fresh.length > 0 ? await this.options.table.restartPoints(this.options.tuning.republish) : [];
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

  private async answerReaders(): Promise<void> {
    const { service, writer, table, logger } = this.options;
    for (const [shard, wanted] of await writer.wanted(service)) {
      const from = (await table.firstRow(shard, wanted)) ?? this.position(shard);
      logger.warn('A reader misses events; publishing again', { shard, wanted, from });
      if (from < this.position(shard)) await this.restart(shard, from);
      await writer.answer(service, shard, from);
    }
  }

  private async restart(shard: number, from: number): Promise<void> {
    const { service, writer, table, tuning } = this.options;
    const starts = await table.restartPoints(tuning.republish);
    await writer.clear(service, shard);
    this.startAt(shard, Math.min(from, starts[shard] ?? from));
  }

  private startAt(shard: number, position: number, allow: AppendRequest['allow'] = 'empty'): void {
    if (this.next) this.next[shard] = position;
    this.allowed.set(shard, allow);
  }

  private async report(committed: number[]): Promise<void> {
    const { service, table, metrics } = this.options;
    const depth = committed.reduce((sum, last, shard) => sum + Math.max(0, last - this.position(shard) + 1), 0);
    metrics.outboxDepth(service, depth);
    metrics.outboxOldestAge(service, depth > 0 ? await table.oldestAge(this.next ?? []) : 0);
  }

  private position(shard: number): number {
    return this.next?.[shard] ?? 1;
  }
}
