import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

@Injectable()
export class ResetLinksRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The account whose link this is, while it is good. */
  async userOf(tokenHash: Buffer): Promise<string | undefined> {
    const sql = 'SELECT user_id AS "userId" FROM password_resets WHERE token_hash = $1 AND expires_at > now()';
    return (await this.dataSource.query<{ userId: string }[]>(sql, [tokenHash]))[0]?.userId;
  }

  /** In the place of an earlier link of that account. */
  async replace(tx: Tx, userId: string, tokenHash: Buffer, goodForSeconds: number): Promise<void> {
    const sql = `
      INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
      ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at`;
    await tx.query(sql, [tokenHash, userId, goodForSeconds]);
  }

  /** Uses a link up; answers whether it was still there. */
  async take(tx: Tx, tokenHash: Buffer): Promise<boolean> {
    const sql = 'WITH taken AS (DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > now() RETURNING 1) SELECT count(*)::int AS links FROM taken';
    return (await tx.query<{ links: number }[]>(sql, [tokenHash]))[0]!.links > 0;
  }

  async remove(tx: Tx, userId: string): Promise<void> {
    await tx.query('DELETE FROM password_resets WHERE user_id = $1', [userId]);
  }
}
