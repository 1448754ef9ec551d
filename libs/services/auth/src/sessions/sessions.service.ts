import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import type { AuthResult, CurrentUser, RevocationReason, Session, TokenTransport } from '@hallway/contracts-auth';
import { defaultPageSize, notFound, type Page, type PageQuery, sessionRevoked, unauthenticated } from '@hallway/contracts-core';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';
import { limitKey } from '@hallway/service-kit/limits';
import { Logger } from '@hallway/service-kit/log';

import { AuthConfig } from '../config';
import { UsersService } from '../users/users.service';
import { AccessTokensService } from './access-tokens.service';
import type { Device } from './device';
import { RefreshLimits } from './refresh-limits';
import { RefreshTokensService } from './refresh-tokens.service';
import { Revocations } from './revocations';
import type { SessionEntity } from './session.entity';
import { toSession } from './session.mapper';
import { type KnownDevice, SessionsRepository } from './sessions.repository';

const dayMs = 86_400_000;
const chainedAtOnce = 64;

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** An answer whose refresh token still has to be put into a cookie or the body. */
export type IssuedTokens = AuthResult & { refreshToken: string };

/** A refresh token and the way that it came, by which its successor leaves. */
export interface PresentedToken {
  token: string;
  via: TokenTransport;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly refreshTokens: RefreshTokensService,
    private readonly limits: RefreshLimits,
    private readonly revocations: Revocations,
    private readonly accessTokens: AccessTokensService,
    private readonly users: UsersService,
    private readonly transactions: Transactions,
    private readonly config: AuthConfig,
    private readonly logger: Logger,
  ) {}

  /** Starts a session inside `tx`. */
  async start(tx: Tx, user: CurrentUser, device: Device): Promise<IssuedTokens> {
    const now = new Date();
    const id = uuidv7();
    await this.sessions.insert(tx, { id, userId: user.id, ...device, createdAt: now, lastSeenAt: now, revokedAt: null, revokedReason: null });
    const token = this.refreshTokens.first();
    await this.sessions.addToken(tx, id, this.refreshTokens.hash(token));
    await this.revocations.revokeOldest(tx, user.id);
    return this.result(user, id, token);
  }

  /**
   * Exchanges a refresh token. The same again within 30 seconds gives the same next
   * one, a dead one ends the session.
   */
  async refresh(presented: PresentedToken | undefined, ip: string): Promise<IssuedTokens> {
    const live = presented && (await this.sessions.liveSessionOf(this.refreshTokens.hash(presented.token)));
    await this.limits.count(live, ip);
    if (!presented) throw new ProblemError(unauthenticated);
    const outcome = await this.transactions.run((tx) => this.exchange(tx, presented, ip));
    if (outcome instanceof ProblemError) throw outcome;
    return this.result(await this.users.me(outcome.userId), outcome.sessionId, outcome.token);
  }

  /** Which of those accounts is known at the caller's place: by a refresh token of a session, or by the address of one. */
  async knownDevices(userIds: string[], token: string | undefined, ip: string): Promise<Map<string, KnownDevice>> {
    const known = new Map<string, KnownDevice>();
    for (const { userId, sessionId, ip: place, holdsToken } of await this.sessions.placesOf(userIds, this.refreshTokens.hash(token ?? ''))) {
      if (holdsToken) known.set(userId, { sessionId });
      else if (limitKey(place) === limitKey(ip) && !known.has(userId)) known.set(userId, {});
    }
    return known;
  }

  async list(userId: string, currentId: string, query: PageQuery): Promise<Page<Session>> {
    const limit = query.limit ?? defaultPageSize;
    const offset = query.cursor === undefined ? 0 : decodeCursor(query.cursor, isOffset);
    const found = await this.sessions.active(userId, limit + 1, offset);
    const items = found.slice(0, limit).map((session) => toSession(session, currentId));
    return { items, nextCursor: found.length > limit ? encodeCursor(offset + limit) : null };
  }

  /** Ends all sessions of the user inside `tx`. */
  async endAll(tx: Tx, userId: string, reason: RevocationReason): Promise<void> {
    await this.revocations.revoke(tx, userId, reason);
  }

  /** Ends one session of the user, or with no id all of them. */
  async end(userId: string, reason: RevocationReason, sessionId?: string): Promise<void> {
    const ended = await this.transactions.run((tx) => this.revocations.revoke(tx, userId, reason, { only: sessionId }));
    if (reason === 'revoked' && ended.length === 0) throw new ProblemError(notFound);
  }

  /** Ended sessions whose access tokens may still be good; the minute is for clocks that differ. */
  endedLately(): Promise<string[]> {
    return this.sessions.endedSince(new Date(Date.now() - (this.config.AUTH_ACCESS_TOKEN_SECONDS + 60) * 1000));
  }

  private async exchange(tx: Tx, { token, via }: PresentedToken, ip: string) {
    const hash = this.refreshTokens.hash(token);
    const session = await this.sessions.lockByToken(tx, hash);
    if (!session) return new ProblemError(unauthenticated);
    if (this.isOver(session)) return new ProblemError(sessionRevoked);
    const state = await this.sessions.tokenState(tx, hash);
    if (state === 'dead') return this.endStolen(tx, session);
    const issued = { userId: session.userId, sessionId: session.id };
    if (state === 'repeatable') return { ...issued, token: await this.repeat(tx, session.id, { token, via }) };
    const next = this.refreshTokens.next(token);
    await this.sessions.exchange(tx, session.id, hash, this.refreshTokens.hash(next), ip);
    return { ...issued, token: next };
  }

  /**
   * What the exchange gave the first time. A cookie gets the newest of the chain instead:
   * answers may arrive in another order than they were given, and the jar keeps the last.
   */
  private async repeat(tx: Tx, sessionId: string, { token, via }: PresentedToken): Promise<string> {
    const next = this.refreshTokens.next(token);
    const state = await this.sessions.tokenState(tx, this.refreshTokens.hash(next));
    if (state === 'repeatable' && via === 'cookie') return this.newestAfter(tx, next);
    // The secret has changed since: what was given then cannot be made again.
    if (state === undefined) await this.sessions.replaceGoodToken(tx, sessionId, this.refreshTokens.hash(next));
    return next;
  }

  /** Many at a look: a chain is as long as its session exchanges often. */
  private async newestAfter(tx: Tx, token: string): Promise<string> {
    const chain = [token];
    while (chain.length < chainedAtOnce) chain.push(this.refreshTokens.next(chain.at(-1)!));
    const given = await this.sessions.countTokens(
      tx,
      chain.map((one) => this.refreshTokens.hash(one)),
    );
    const newest = chain[given - 1]!;
    return given < chainedAtOnce ? newest : this.newestAfter(tx, newest);
  }

  private isOver({ revokedAt, lastSeenAt, createdAt }: SessionEntity): boolean {
    const idle = Date.now() - lastSeenAt.getTime() > this.config.AUTH_SESSION_IDLE_DAYS * dayMs;
    const old = Date.now() - createdAt.getTime() > this.config.AUTH_SESSION_MAX_DAYS * dayMs;
    return revokedAt !== null || idle || old;
  }

  private async endStolen(tx: Tx, { id, userId }: SessionEntity): Promise<ProblemError> {
    await this.revocations.revoke(tx, userId, 'token-reuse', { only: id });
    this.logger.audit('refresh-token-reused', { outcome: 'refused', userId, sessionId: id });
    return new ProblemError(sessionRevoked);
  }

  private async result(user: CurrentUser, sessionId: string, refreshToken: string): Promise<IssuedTokens> {
    const accessToken = await this.accessTokens.issue(user.id, sessionId);
    return { accessToken, expiresIn: this.accessTokens.expiresIn, user, refreshToken };
  }
}
