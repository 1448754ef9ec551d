import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';

import type { RevocationReason } from '@hallway/contracts-auth';
import type { Tx } from '@hallway/service-kit/database';

import { repeatableSeconds } from './refresh-tokens.service';
import { SessionEntity } from './session.entity';

/** A place from which an account has been used: one of its sessions, or the address of one. */
export interface KnownDevice {
  /** When it holds a refresh token of that session. */
  sessionId?: string;
}

/** `good`: not exchanged yet. `repeatable`: exchanged a moment ago. `dead`: exchanged before that. */
export type TokenState = 'good' | 'repeatable' | 'dead';

const forgottenAtOnce = 1_000;

@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Sessions that have not ended, latest use first; `after` is the place of the page before. */
  active(userId: string, limit: number, offset: number): Promise<SessionEntity[]> {
    return this.dataSource.manager.find(SessionEntity, {
      where: { userId, revokedAt: IsNull() },
      order: { lastSeenAt: 'DESC', id: 'DESC' },
      take: limit,
      skip: offset,
    });
  }

  async insert(tx: Tx, session: SessionEntity): Promise<void> {
    await tx.insert(SessionEntity, session);
  }

  async addToken(tx: Tx, sessionId: string, hash: Buffer): Promise<void> {
    await tx.query(`INSERT INTO refresh_tokens (token_hash, session_id) VALUES ($1, $2)`, [hash, sessionId]);
  }

  /** Locks the session of a refresh token, so that exchanges of one session happen one after another. */
  async lockByToken(tx: Tx, hash: Buffer): Promise<SessionEntity | null> {
    const [found]: { session_id: string }[] = await tx.query(`SELECT session_id FROM refresh_tokens WHERE token_hash = $1`, [hash]);
    return found ? tx.findOne(SessionEntity, { where: { id: found.session_id }, lock: { mode: 'pessimistic_write' } }) : null;
  }

  /** By the clock of the database, which all replicas share. */
  async tokenState(tx: Tx, hash: Buffer): Promise<TokenState | undefined> {
    const [token]: { state: TokenState }[] = await tx.query(
      `SELECT CASE WHEN used_at IS NULL THEN 'good'
                   WHEN clock_timestamp() < used_at + make_interval(secs => $2) THEN 'repeatable'
                   ELSE 'dead' END AS state
       FROM refresh_tokens WHERE token_hash = $1`,
      [hash, repeatableSeconds],
    );
    return token?.state;
  }

  /** How many of those there are, exchanged or not. */
  async countTokens(tx: Tx, hashes: Buffer[]): Promise<number> {
    const [row]: { count: number }[] = await tx.query(`SELECT count(*)::int AS count FROM refresh_tokens WHERE token_hash = ANY($1)`, [hashes]);
    return row?.count ?? 0;
  }

  /** The session of a token, unless it has ended. */
  async liveSessionOf(hash: Buffer): Promise<string | undefined> {
    const [found]: { id: string }[] = await this.dataSource.query(
      `SELECT s.id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = $1 AND s.revoked_at IS NULL`,
      [hash],
    );
    return found?.id;
  }

  /** From where those users have sessions that have not ended, and which one holds the token. */
  async placesOf(userIds: string[], tokenHash: Buffer): Promise<{ userId: string; sessionId: string; ip: string; holdsToken: boolean }[]> {
    return this.dataSource.query(
      `SELECT user_id AS "userId", id AS "sessionId", ip,
              EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id AND t.token_hash = $2) AS "holdsToken"
       FROM sessions s WHERE user_id = ANY($1) AND revoked_at IS NULL`,
      [userIds, tokenHash],
    );
  }

  /** Marks the token used and the session seen. */
  async exchange(tx: Tx, sessionId: string, oldHash: Buffer, newHash: Buffer, ip: string): Promise<void> {
    await tx.query(`UPDATE refresh_tokens SET used_at = clock_timestamp() WHERE token_hash = $1`, [oldHash]);
    await this.addToken(tx, sessionId, newHash);
    await tx.update(SessionEntity, { id: sessionId }, { lastSeenAt: new Date(), ip });
  }

  /** Puts another token in the place of the one that is good. */
  async replaceGoodToken(tx: Tx, sessionId: string, hash: Buffer): Promise<void> {
    await tx.query(`DELETE FROM refresh_tokens WHERE session_id = $1 AND used_at IS NULL`, [sessionId]);
    await this.addToken(tx, sessionId, hash);
  }

  /**
   * Ends sessions that have not ended yet and answers which.
   * @param only this session, or with `except` all others
   */
  async revoke(tx: Tx, userId: string, reason: RevocationReason, which: { only?: string; except?: string } = {}): Promise<string[]> {
    const [rows]: [{ id: string }[], number] = await tx.query(
      `UPDATE sessions SET revoked_at = now(), revoked_reason = $2
       WHERE user_id = $1 AND revoked_at IS NULL
         AND ($3::uuid IS NULL OR id = $3) AND ($4::uuid IS NULL OR id <> $4)
       RETURNING id`,
      [userId, reason, which.only ?? null, which.except ?? null],
    );
    return rows.map((row) => row.id);
  }

  /** Ends what is beyond `most` sessions of a user, unused for longest first, and answers which. */
  async revokeBeyond(tx: Tx, userId: string, reason: RevocationReason, most: number): Promise<string[]> {
    // Sign-ins of one person at once see each other's sessions.
    await tx.query(`SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE`, [userId]);
    const [rows]: [{ id: string }[], number] = await tx.query(
      `UPDATE sessions SET revoked_at = now(), revoked_reason = $2
       WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id DESC OFFSET $3)
       RETURNING id`,
      [userId, reason, most],
    );
    return rows.map((row) => row.id);
  }

  async endedSince(since: Date): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(`SELECT id FROM sessions WHERE revoked_at >= $1`, [since]);
    return rows.map((row) => row.id);
  }

  /** Forgets some tokens of sessions that ended, or were last used, before then. Answers whether there may be more. */
  async forgetTokens(before: Date): Promise<boolean> {
    const [, forgotten]: [unknown, number] = await this.dataSource.query(
      `DELETE FROM refresh_tokens WHERE token_hash IN (
         SELECT token_hash FROM refresh_tokens JOIN sessions s ON s.id = session_id WHERE s.revoked_at < $1 OR s.last_seen_at < $1 LIMIT $2)`,
      [before, forgottenAtOnce],
    );
    return forgotten === forgottenAtOnce;
  }

  /** As `forgetTokens`, for sessions whose tokens are forgotten: no statement takes along more rows than it counts. */
  async forgetSessions(before: Date): Promise<boolean> {
    const [, forgotten]: [unknown, number] = await this.dataSource.query(
      `DELETE FROM sessions WHERE id IN (
         SELECT id FROM sessions s WHERE (revoked_at < $1 OR last_seen_at < $1)
           AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id) LIMIT $2)`,
      [before, forgottenAtOnce],
    );
    return forgotten === forgottenAtOnce;
  }
}
