import type { DataSource } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

import type { DeadLetter, DeadLetterQuery } from '../dead-letters';

interface DeadLetterRow extends Omit<DeadLetter, 'pubSeq' | 'createdAt'> {
  pub_seq: string;
  created_at: Date;
}

const columns = 'stream, pub_seq, key, type, envelope::text AS envelope, error, attempts, created_at';

function letterOf({ pub_seq, created_at, ...rest }: DeadLetterRow): DeadLetter {
  return { ...rest, pubSeq: Number(pub_seq), createdAt: created_at };
}

export class DeadLetterTable {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Tx, letter: Omit<DeadLetter, 'createdAt'>): Promise<void> {
    const { stream, pubSeq, key, type, envelope, error, attempts } = letter;
    const sql = `INSERT INTO dead_letters (stream, pub_seq, key, type, envelope, error, attempts)
      VALUES ($1, $2, $3, $4, $5, $6, $7)`;
    await tx.query(sql, [stream, pubSeq, key, type, envelope, error, attempts]);
  }

  async list({ stream, key, limit = 100 }: DeadLetterQuery): Promise<DeadLetter[]> {
    const sql = `SELECT ${columns} FROM dead_letters
      WHERE ($1::text IS NULL OR stream = $1) AND ($2::text IS NULL OR key = $2)
      ORDER BY stream, pub_seq LIMIT $3`;
    const rows = await this.dataSource.query<DeadLetterRow[]>(sql, [stream ?? null, key ?? null, limit]);
    return rows.map(letterOf);
  }

  async find(stream: string, pubSeq: number): Promise<DeadLetter | undefined> {
    const [row] = await this.dataSource.query<DeadLetterRow[]>(`SELECT ${columns} FROM dead_letters WHERE stream = $1 AND pub_seq = $2`, [stream, pubSeq]);
    return row && letterOf(row);
  }

  /** Every key that waits for an operator, in the order in which they failed. */
  blockedKeys(): Promise<Pick<DeadLetter, 'stream' | 'key'>[]> {
    return this.dataSource.query('SELECT stream, key FROM dead_letters GROUP BY stream, key ORDER BY min(created_at), stream, key');
  }

  async first(tx: Tx, stream: string, key: string): Promise<DeadLetter | undefined> {
    const sql = `SELECT ${columns} FROM dead_letters WHERE stream = $1 AND key = $2 ORDER BY pub_seq LIMIT 1`;
    const [row] = await tx.query<DeadLetterRow[]>(sql, [stream, key]);
    return row && letterOf(row);
  }

  async remove(on: Tx | DataSource, stream: string, pubSeq: number): Promise<boolean> {
    const sql = 'WITH gone AS (DELETE FROM dead_letters WHERE stream = $1 AND pub_seq = $2 RETURNING 1) SELECT count(*)::integer AS rows FROM gone';
    const [row] = await on.query<{ rows: number }[]>(sql, [stream, pubSeq]);
    return row?.rows === 1;
  }

  drop(stream: string, pubSeq: number): Promise<boolean> {
    return this.remove(this.dataSource, stream, pubSeq);
  }
}
