import type { Transactions, Tx } from '@hallway/service-kit/database';
import { isStoreFailure, ProblemError } from '@hallway/service-kit/errors';

import { Backoff, pause } from '../backoff';
import type { EventLogger } from '../event-bus';
import type { EventMetrics } from '../event-metrics';
import type { ConcernsService, HandleEvent } from '../event-server';
import { streamName } from '../shard';
import type { EventTuning } from '../tuning';
import type { DeadLetterTable } from './dead-letter-table';
import type { Offsets } from './offsets';
import type { ReceivedEntry } from './received-entry';

export interface EntryHandlerOptions {
  transactions: Transactions;
  offsets: Offsets;
  letters: DeadLetterTable;
  handle: HandleEvent;
  concerns: ConcernsService;
  tuning: Pick<EventTuning, 'retryDelays' | 'backoffMin' | 'backoffMax'>;
  metrics: EventMetrics;
  logger: EventLogger;
}

/** `handled`: the position moved. `moved`: it was elsewhere, look again. `stopped`: given up while stopping. */
export type Outcome = 'handled' | 'moved' | 'stopped';

type NonEmpty<Item> = [Item, ...Item[]];

/**
 * Handles entries in one transaction with the reader's position, and knows what to do when that fails:
 * infrastructure failures are tried for ever; a failing event a few times, then it is put aside with
 * everything of its key behind it.
 */
export class EntryHandler {
  constructor(private readonly options: EntryHandlerOptions) {}

  /** Whether a handler wants the event of this text. */
  concerns(text: string): boolean {
    return this.options.concerns(text);
  }

  /** Entries must follow each other in one stream. */
  async handle(entries: NonEmpty<ReceivedEntry>, signal: AbortSignal): Promise<Outcome> {
    if (entries.length === 1) return this.handleOne(entries[0], signal);
    try {
      return await this.inTransaction(entries);
    } catch {
      // Which one failed is not known: nothing has happened yet, so take them one by one.
      for (const entry of entries) {
        const outcome = await this.handleOne(entry, signal);
        if (outcome !== 'handled') return outcome;
      }
      return 'handled';
    }
  }

  private async handleOne(entry: ReceivedEntry, signal: AbortSignal): Promise<Outcome> {
    const { retryDelays, backoffMin, backoffMax } = this.options.tuning;
    const backoff = new Backoff(backoffMin, backoffMax);
    for (let attempts = 1; ;) {
      try {
        return await this.inTransaction([entry]);
      } catch (error) {
        if (signal.aborted) return 'stopped';
        if (isInfrastructure(error)) {
          this.options.logger.warn('Handling an event waits for a store', { ...about(entry), err: error });
          await backoff.wait(signal);
          continue;
        }
        const delay = retryDelays[attempts - 1];
        if (delay === undefined) return this.deadLetter(entry, attempts, error, signal);
        this.options.metrics.redelivered(streamOf(entry), 1);
        this.options.logger.warn('Handling an event failed', { ...about(entry), attempts, err: error });
        attempts += 1;
        await pause(delay, signal);
      }
    }
  }

  private inTransaction(entries: NonEmpty<ReceivedEntry>): Promise<Outcome> {
    return this.options.transactions.run(async (tx) => {
      const blocked = await this.advance(tx, entries);
      if (!blocked) return 'moved';
      for (const entry of entries) {
        if (!entry.concerns) continue;
        if (blocked.has(entry.envelope.subject)) await this.putBehind(tx, entry);
        else await this.options.handle(entry.envelope, { tx, envelope: entry.envelope });
      }
      return 'handled';
    });
  }

  /** The keys that are blocked by dead letters, or undefined when the reader stands elsewhere. */
  private async advance(tx: Tx, entries: NonEmpty<ReceivedEntry>): Promise<Set<string> | undefined> {
    const first = entries[0].pubSeq;
    const keys = [...new Set(entries.filter(({ concerns }) => concerns).map(({ envelope }) => envelope.subject))];
    const last = first + entries.length - 1;
    const { advanced, blocked } = await this.options.offsets.advance(tx, streamOf(entries[0]), first, last, keys);
    return advanced ? new Set(blocked) : undefined;
  }

  private async deadLetter(entry: ReceivedEntry, attempts: number, error: unknown, signal: AbortSignal): Promise<Outcome> {
    const { transactions, metrics, logger, tuning } = this.options;
    const backoff = new Backoff(tuning.backoffMin, tuning.backoffMax);
    for (;;) {
      try {
        const outcome = await transactions.run(async (tx): Promise<Outcome> => {
          if (!(await this.advance(tx, [entry]))) return 'moved';
          await this.insert(tx, entry, attempts, textOf(error));
          return 'handled';
        });
        logger.error('An event could not be handled and was put aside', { ...about(entry), attempts, err: error });
        metrics.deadLettered(streamOf(entry));
        return outcome;
      } catch (failure) {
        if (signal.aborted) return 'stopped';
        logger.warn('Putting an event aside failed', { ...about(entry), err: failure });
        await backoff.wait(signal);
      }
    }
  }

  private async putBehind(tx: Tx, entry: ReceivedEntry): Promise<void> {
    await this.insert(tx, entry, 0, 'Waits behind an earlier event of its key');
    this.options.metrics.deadLettered(streamOf(entry));
  }

  private insert(tx: Tx, entry: ReceivedEntry, attempts: number, error: string): Promise<void> {
    const {
      envelope: { subject, type },
      text,
    } = entry;
    return this.options.letters.insert(tx, {
      stream: streamOf(entry),
      pubSeq: entry.pubSeq,
      key: subject,
      type,
      envelope: text,
      error,
      attempts,
    });
  }
}

/** A store or another service is away: not the event's fault. */
function isInfrastructure(error: unknown): boolean {
  return isStoreFailure(error) || (error instanceof ProblemError && error.status === 503);
}

function streamOf({ domain, shard }: ReceivedEntry): string {
  return streamName(domain, shard);
}

function about(entry: ReceivedEntry): { event: string; type: string; stream: string; pubSeq: number } {
  const { id, type } = entry.envelope;
  return { event: id, type, stream: streamOf(entry), pubSeq: entry.pubSeq };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : (JSON.stringify(error) ?? String(error));
  return text.replaceAll('\0', '').slice(0, 4_000);
}
