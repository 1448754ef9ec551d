import type { EventEnvelope } from '@hallway/contracts-core';
import type { Transactions } from '@hallway/service-kit/database';

import { type DeadLetter, type DeadLetterQuery, DeadLetters } from '../dead-letters';
import type { ReceivedEnvelope } from '../event-envelope';
import type { HandleEvent } from '../event-server';
import type { DeadLetterTable } from './dead-letter-table';
import type { Offsets } from './offsets';

/** Dead letters in the service's own schema. */
export class StoredDeadLetters extends DeadLetters {
  constructor(
    private readonly transactions: Transactions,
    private readonly table: DeadLetterTable,
    private readonly offsets: Offsets,
    private readonly handle: HandleEvent,
  ) {
    super();
  }

  override list(query: DeadLetterQuery = {}): Promise<DeadLetter[]> {
    return this.table.list(query);
  }

  override async replay(stream: string, key: string): Promise<number> {
    let replayed = 0;
    while (await this.replayFirst(stream, key)) replayed += 1;
    return replayed;
  }

  override drop(stream: string, pubSeq: number): Promise<boolean> {
    return this.table.drop(stream, pubSeq);
  }

  /** The worker of the stream waits until it ends: it may neither put a letter behind this one nor overtake it. */
  private replayFirst(stream: string, key: string): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      await this.offsets.lock(tx, stream);
      const letter = await this.table.first(tx, stream, key);
      if (!letter) return false;
      const envelope = envelopeOf(letter);
      await this.handle(envelope, { tx, envelope });
      await this.table.remove(tx, stream, letter.pubSeq);
      return true;
    });
  }
}

function envelopeOf({ stream, pubSeq, envelope }: DeadLetter): ReceivedEnvelope {
  const [domain = '', shard] = stream.split(':');
  return { ...(JSON.parse(envelope) as EventEnvelope), domain, shard: Number(shard), pubSeq };
}
