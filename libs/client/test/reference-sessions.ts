import { randomUUID } from 'node:crypto';

import type { AuthResult, CurrentUser } from '@hallway/contracts-auth';

interface ReferenceSession {
  id: string;
  user: CurrentUser;
  /** The one refresh token that is alive. */
  refreshToken: string;
  revoked: boolean;
}

interface Refusal {
  status: number;
  code: string;
}

/** Sign-in, tokens and their refresh, as the contract describes them. Any password is right. */
export class ReferenceSessions {
  /** Seconds that access tokens live. */
  lifetime = 600;
  private readonly users = new Map<string, CurrentUser>();
  private readonly sessions = new Set<ReferenceSession>();
  /** What was exchanged: by whom, and for which next one as long as that may be repeated. */
  private readonly exchanged = new Map<string, { session: ReferenceSession; next: string | null }>();
  private readonly accessTokens = new Map<string, { session: ReferenceSession; expiresAt: number }>();

  user(username: string): CurrentUser {
    const known = [...this.users.values()].find((user) => user.username === username);
    if (known) return known;
    const profile = { id: randomUUID(), username, displayName: username, avatarUrl: null, statusText: '' };
    const user = { ...profile, email: `${username}@example.org`, createdAt: new Date().toISOString() };
    this.users.set(user.id, user);
    return user;
  }

  byId(id: string): CurrentUser | undefined {
    return this.users.get(id);
  }

  /** Makes every access token run out now. */
  expireAccess(): void {
    for (const token of this.accessTokens.values()) token.expiresAt = 0;
  }

  /** As if the time were over in which an exchange may be repeated. */
  forgetExchanges(): void {
    for (const token of this.exchanged.values()) token.next = null;
  }

  revoke(user: CurrentUser): void {
    for (const session of this.sessions) if (session.user.id === user.id) session.revoked = true;
  }

  check(token: string): Refusal | undefined {
    const known = this.accessTokens.get(token);
    if (!known) return { status: 401, code: 'unauthenticated' };
    if (known.session.revoked) return { status: 401, code: 'session-revoked' };
    return known.expiresAt <= Date.now() ? { status: 401, code: 'token-expired' } : undefined;
  }

  userOf(token: string): CurrentUser {
    const known = this.accessTokens.get(token);
    if (!known) throw new Error('This token was never given');
    return known.session.user;
  }

  answer(path: string, body: Record<string, unknown>, token: string | undefined): AuthResult | Refusal | object | undefined {
    if (path === '/auth/login') return this.login(String(body.login));
    if (path === '/auth/refresh') return this.refresh(String(body.refreshToken));
    if (path !== '/auth/logout') return undefined;
    const known = this.accessTokens.get(token ?? '');
    if (known) known.session.revoked = true;
    return {};
  }

  private login(username: string): AuthResult {
    const session = { id: randomUUID(), user: this.user(username), refreshToken: '', revoked: false };
    this.sessions.add(session);
    return this.issue(session);
  }

  private refresh(refreshToken: string): AuthResult | Refusal {
    const before = this.exchanged.get(refreshToken);
    if (before?.next === null) before.session.revoked = true;
    const session = before?.session ?? [...this.sessions].find((other) => other.refreshToken === refreshToken);
    if (!session || session.revoked) return { status: 401, code: 'session-revoked' };
    if (before?.next) return { ...this.access(session), refreshToken: before.next };
    const result = this.issue(session);
    this.exchanged.set(refreshToken, { session, next: session.refreshToken });
    return result;
  }

  private issue(session: ReferenceSession): AuthResult {
    session.refreshToken = randomUUID();
    return { ...this.access(session), refreshToken: session.refreshToken };
  }

  private access(session: ReferenceSession): AuthResult {
    const accessToken = randomUUID();
    this.accessTokens.set(accessToken, { session, expiresAt: Date.now() + this.lifetime * 1000 });
    return { accessToken, expiresIn: this.lifetime, user: session.user };
  }
}
