import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type AuthResult, type CurrentUser, refreshRace, type RevocationReason, type Session } from '@hallway/contracts-auth';
import { defaultPageSize, notFound, type Page, type PageQuery, sessionRevoked, unauthenticated } from '@hallway/contracts-core';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';
import { AuthConfig } from '../config';
import { UsersService } from '../users/users.service';
import { AccessTokensService } from './access-tokens.service';
import type { Device } from './device';
import { hashRefreshToken, newRefreshToken } from './refresh-token';
import { Revocations } from './revocations';
import { toSession } from './session.mapper';
import { type RefreshState, SessionsRepository } from './sessions.repository';

const dayMs = 86_400_000;

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** An answer whose refresh token still has to be put into a cookie or the body. */
export type IssuedTokens = AuthResult & { refreshToken: string };

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
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
    const { token, hash } = newRefreshToken();
    await this.sessions.addToken(tx, id, hash);
    return this.result(user, id, token);
  }

  /**
   * Exchanges a refresh token. A dead one used again ends the session; one whose
   * exchange was under way when this request arrived is only refused.
   */
  async refresh(token: string, ip: string, arrivedAt: Date): Promise<IssuedTokens> {
    const outcome = await this.transactions.run((tx) => this.exchange(tx, token, ip, arrivedAt));
    if (outcome instanceof ProblemError) throw outcome;
    return this.result(await this.users.me(outcome.userId), outcome.sessionId, outcome.token);
  }

  async list(userId: string, currentId: string, query: PageQuery): Promise<Page<Session>> {
    const limit = query.limit ?? defaultPageSize;
    const offset = query.cursor === undefined ? 0 : decodeCursor(query.cursor, isOffset);
    const found = await this.sessions.active(userId, limit + 1, offset);
    const items = found.slice(0, limit).map((session) => toSession(session, currentId));
    return { items, nextCursor: found.length > limit ? encodeCursor(offset + limit) : null };
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

  private async exchange(tx: Tx, token: string, ip: string, arrivedAt: Date) {
    const hash = hashRefreshToken(token);
    const state = await this.sessions.lockByToken(tx, hash);
    if (!state) return new ProblemError(unauthenticated);
    const refused = await this.refuse(tx, state, arrivedAt);
    if (refused) return refused;
    const next = newRefreshToken();
    await this.sessions.exchange(tx, state.session.id, hash, next.hash, ip);
    return { userId: state.session.userId, sessionId: state.session.id, token: next.token };
  }

  /** What speaks against an exchange; ends the session where a dead token shows that it was stolen. */
  private async refuse(tx: Tx, { session, usedAt }: RefreshState, arrivedAt: Date): Promise<ProblemError | undefined> {
    if (session.revokedAt) return new ProblemError(sessionRevoked);
    if (usedAt) {
      if (usedAt > arrivedAt) return new ProblemError(refreshRace, { retryAfterSeconds: 1 });
      await this.revocations.revoke(tx, session.userId, 'token-reuse', { only: session.id });
      this.logger.audit('refresh-token-reused', { userId: session.userId, sessionId: session.id });
      return new ProblemError(sessionRevoked);
    }
    const idle = Date.now() - session.lastSeenAt.getTime() > this.config.AUTH_SESSION_IDLE_DAYS * dayMs;
    const old = Date.now() - session.createdAt.getTime() > this.config.AUTH_SESSION_MAX_DAYS * dayMs;
    return idle || old ? new ProblemError(sessionRevoked) : undefined;
  }

  private async result(user: CurrentUser, sessionId: string, refreshToken: string): Promise<IssuedTokens> {
    const accessToken = await this.accessTokens.issue(user.id, sessionId);
    return { accessToken, expiresIn: this.accessTokens.expiresIn, user, refreshToken };
  }
}
