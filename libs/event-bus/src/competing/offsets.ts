import type { DataSource } from 'typeorm';

import { prepared, type Tx } from '@hallway/service-kit/database';

interface Advance {
  /** False when another replica was faster, or the reader stands elsewhere. */
  advanced: boolean;
  /** Which of the keys have dead letters and must wait behind them. */
  blocked: string[];
}

const advance = 'SELECT advanced, parked AS blocked FROM consumer_advance($1, $2, $3, $4, $5)';

/** How far this service has handled each stream; the truth about it, whatever Redis says. */
export class Offsets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly consumer: string,
  ) {}

  async load(stream: string): Promise<number | undefined> {
    const sql = 'SELECT last_seq FROM consumer_offsets WHERE consumer = $1 AND stream = $2';
    const [row] = await this.dataSource.query<{ last_seq: string }[]>(sql, [this.consumer, stream]);
    return row ? Number(row.last_seq) : undefined;
  }

  /** Where a reader begins that has never read this stream. */
  async begin(stream: string, position: number): Promise<void> {
    const sql = 'INSERT INTO consumer_offsets (consumer, stream, last_seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
    await this.dataSource.query(sql, [this.consumer, stream, position]);
  }

  /** Accepts that everything up to `position` is lost. */
  async skipTo(stream: string, position: number): Promise<void> {
    const sql = 'UPDATE consumer_offsets SET last_seq = $3 WHERE consumer = $1 AND stream = $2 AND last_seq < $3';
    await this.dataSource.query(sql, [this.consumer, stream, position]);
  }

  /** Moves from `first - 1` to `last` within the transaction, and locks the position until it ends. */
  async advance(tx: Tx, stream: string, first: number, last: number, keys: string[]): Promise<Advance> {
    const rows = await prepared<Advance>(tx, 'consumer_advance', advance, [this.consumer, stream, first, last, keys]);
    return rows[0] ?? { advanced: false, blocked: [] };
  }

  /** Keeps the worker of this stream out until the transaction ends. */
  async lock(tx: Tx, stream: string): Promise<void> {
    await tx.query('SELECT 1 FROM consumer_offsets WHERE consumer = $1 AND stream = $2 FOR UPDATE', [this.consumer, stream]);
  }
}
