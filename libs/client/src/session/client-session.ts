import { authApi, type AuthResult, type CurrentUser, type Login, refreshRace, type Register, type TokenTransport } from '@hallway/contracts-auth';

import { HallwayProblem, isRetryable } from '../http/client-problem.ts';
import type { Http, TokenSource } from '../http/http.ts';
import { browserLocks, type Locks } from '../platform/browser.ts';
import type { Clock } from '../platform/clock.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import type { TokenStore } from './token-store.ts';

/** `unknown` until {@link ClientSession.restore}, {@link ClientSession.login} or {@link ClientSession.register} has an answer. */
export type SessionStatus = 'unknown' | 'signed-in' | 'signed-out';

export interface SessionState {
  status: SessionStatus;
  user: CurrentUser | null;
  /** Why it ended: a problem code such as `session-revoked`, `logout`, or `user-changed`; `null` when it never began. */
  endedBy: string | null;
}

export interface SessionOptions {
  /** Calls without a token. */
  http: Http;
  transport: TokenTransport;
  /** Needed with the body transport. */
  tokenStore?: TokenStore;
  clock: Clock;
  notifier: Notifier;
  locks?: Locks;
}

interface AccessToken {
  value: string;
  /** From here on a new one is asked for. */
  renewAt: number;
  expiresAt: number;
}

const refreshLock = 'hallway-refresh';
const renewRetryMs = 5_000;
/** Leaves time to ask again within the 30 seconds in which the same exchange may be repeated. */
const refreshTimeoutMs = 10_000;
const refreshRaceMs = 1_000;
const mostRefreshTries = 3;
/** How long a start waits for the server before it shows what it has. */
const patienceMs = 1_500;

/**
 * Who is signed in. The access token lives in memory only; it is exchanged
 * before it runs out, by one request however many ask (tabs included).
 */
export class ClientSession implements Observable<SessionState>, TokenSource {
  private readonly state: Store<SessionState>;
  private readonly tokenListeners = new Set<(token: string) => void>();
  private readonly changeListeners = new Set<() => void>();
  private token: AccessToken | null = null;
  private refreshing: Promise<string | undefined> | null = null;
  private cancelRenewal: () => void = () => undefined;
  private generation = 0;

  constructor(private readonly options: SessionOptions) {
    this.state = new Store<SessionState>({ status: 'unknown', user: null, endedBy: null }, options.notifier);
  }

  readonly getSnapshot = (): SessionState => this.state.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.state.subscribe(listener);

  get user(): CurrentUser | null {
    return this.getSnapshot().user;
  }

  async register(body: Omit<Register, 'tokenTransport'>): Promise<CurrentUser> {
    return this.begin((tokenTransport) => this.options.http.call(authApi.register, { body: { ...body, tokenTransport }, credentials: 'include' }));
  }

  async login(body: Omit<Login, 'tokenTransport'>): Promise<CurrentUser> {
    return this.begin((tokenTransport) => this.options.http.call(authApi.login, { body: { ...body, tokenTransport }, credentials: 'include' }));
  }

  /**
   * Resumes the session of an earlier visit; resolves to its user, or `null`.
   * With `cached`, a start without network, or with a slow one, counts as
   * signed in as that user, until the server says otherwise.
   */
  async restore(cached?: CurrentUser): Promise<CurrentUser | null> {
    const assume = () => {
      if (cached && this.getSnapshot().status === 'unknown') this.change({ status: 'signed-in', user: cached, endedBy: null });
    };
    const cancel = this.options.clock.after(patienceMs, assume);
    try {
      await this.refresh();
    } catch (error) {
      if (!cached || (error instanceof HallwayProblem && !isRetryable(error))) throw error;
      assume();
    } finally {
      cancel();
    }
    return this.user;
  }

  /** Ends the session on the server, then here. Without network it throws and nothing changes: the cookie would survive. */
  async logout(everywhere = false): Promise<void> {
    const token = await this.current();
    const headers = { authorization: `Bearer ${token ?? ''}` };
    try {
      if (everywhere) await this.options.http.call(authApi.logoutAll, { headers, credentials: 'include' });
      else await this.options.http.call(authApi.logout, { headers, credentials: 'include' });
    } catch (error) {
      if (!(error instanceof HallwayProblem) || error.status !== 401) throw error;
    }
    await this.end('logout');
  }

  /** Keeps the shown profile in step after `PATCH /users/me`. */
  updateUser(user: CurrentUser): void {
    const state = this.getSnapshot();
    if (state.user?.id === user.id) this.state.set({ ...state, user });
  }

  /** Calls `listener` with each new access token. */
  onToken(listener: (token: string) => void): () => void {
    this.tokenListeners.add(listener);
    return () => this.tokenListeners.delete(listener);
  }

  /** Calls `listener` at once when a user was signed in or out, before subscribers are notified. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  async current(): Promise<string | undefined> {
    if (this.getSnapshot().status !== 'signed-in') return undefined;
    const token = this.token;
    if (token && this.options.clock.now() < token.renewAt) return token.value;
    try {
      return await this.refresh();
    } catch (error) {
      if (token && token === this.token && this.options.clock.now() < token.expiresAt) return token.value;
      throw error;
    }
  }

  async replace(refused: string): Promise<string | undefined> {
    if (this.token && this.token.value !== refused) return this.token.value;
    return this.refresh();
  }

  ended(code: string): void {
    void this.end(code);
  }

  /** Stops timers; the session itself goes on. */
  close(): void {
    this.generation += 1;
    this.cancelRenewal();
    this.tokenListeners.clear();
    this.changeListeners.clear();
  }

  private change(state: SessionState): void {
    this.state.set(state);
    for (const listener of [...this.changeListeners]) listener();
  }

  private async begin(call: (transport: TokenTransport) => Promise<AuthResult>): Promise<CurrentUser> {
    const generation = ++this.generation;
    const result = await call(this.options.transport);
    if (generation === this.generation && result.refreshToken) await this.options.tokenStore?.save(result.refreshToken);
    await this.accept(result, generation);
    return result.user;
  }

  /** One exchange at a time. Resolves to `undefined` when the session is over. */
  private refresh(): Promise<string | undefined> {
    this.refreshing ??= this.exclusively(() => this.exchange()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** Tabs share one cookie: two that exchange it at once would look like a stolen token. */
  private exclusively<T>(task: () => Promise<T>): Promise<T> {
    const locks = this.options.transport === 'cookie' ? (this.options.locks ?? browserLocks()) : undefined;
    return locks ? locks.request(refreshLock, {}, task) : task();
  }

  private async exchange(tries = 1): Promise<string | undefined> {
    const generation = this.generation;
    const { transport, tokenStore, http } = this.options;
    const refreshToken = transport === 'body' ? await tokenStore?.load() : undefined;
    if (transport === 'body' && !refreshToken) {
      await this.end(null);
      return undefined;
    }
    try {
      const body = { tokenTransport: transport, ...(refreshToken && { refreshToken }) };
      const result = await http.call(authApi.refresh, { body, credentials: 'include', timeoutMs: refreshTimeoutMs });
      await this.keepNext(result.refreshToken, refreshToken);
      return await this.accept(result, generation);
    } catch (error) {
      if (!(error instanceof HallwayProblem)) throw error;
      if (error.is(refreshRace) && tries < mostRefreshTries && (await this.hasOtherToken(refreshToken))) return this.exchange(tries + 1);
      if (error.status !== 401) throw error;
      // A first visit has no session to lose.
      if (generation === this.generation) await this.end(this.getSnapshot().status === 'unknown' ? null : error.code);
      return undefined;
    }
  }

  /**
   * Stores the next token even for a client that was closed in between: the one before is
   * dead soon. A newer one, of another client or a new sign-in, stays.
   */
  private async keepNext(next: string | undefined, exchanged: string | null | undefined): Promise<void> {
    const { transport, tokenStore } = this.options;
    if (transport === 'body' && next && (await tokenStore?.load()) === exchanged) await tokenStore?.save(next);
  }

  /** Another request has exchanged the same token just now: its answer brings the next one, to the cookie jar or the store. */
  private async hasOtherToken(refused: string | null | undefined): Promise<boolean> {
    await new Promise<void>((resolve) => this.options.clock.after(refreshRaceMs, resolve));
    return this.options.transport === 'cookie' || (await this.options.tokenStore?.load()) !== refused;
  }

  private async accept(result: AuthResult, generation: number): Promise<string | undefined> {
    if (generation !== this.generation) return this.token?.value;
    const { status, user } = this.getSnapshot();
    if (status === 'signed-in' && user && user.id !== result.user.id) {
      // Another tab has signed another user in. What is on screen belongs to the first.
      await this.end('user-changed', { keepStored: true });
      return undefined;
    }
    const now = this.options.clock.now();
    const lifetime = result.expiresIn * 1000;
    this.token = { value: result.accessToken, renewAt: now + lifetime - Math.min(60_000, lifetime / 5), expiresAt: now + lifetime };
    this.scheduleRenewal(this.token.renewAt - now);
    this.change({ status: 'signed-in', user: result.user, endedBy: null });
    for (const listener of this.tokenListeners) listener(result.accessToken);
    return result.accessToken;
  }

  private scheduleRenewal(ms: number): void {
    this.cancelRenewal();
    this.cancelRenewal = this.options.clock.after(
      ms,
      () => {
        this.refresh().catch(() => this.scheduleRenewal(renewRetryMs));
      },
      { background: true },
    );
  }

  private async end(endedBy: string | null, { keepStored = false } = {}): Promise<void> {
    this.generation += 1;
    this.token = null;
    this.cancelRenewal();
    this.change({ status: 'signed-out', user: null, endedBy });
    if (!keepStored && this.options.transport === 'body') await this.options.tokenStore?.save(null);
  }
}
