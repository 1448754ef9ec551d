import { Injectable } from '@nestjs/common';

import {
  accountDeactivated,
  badCredentials,
  type ChangePassword,
  type CurrentUser,
  type Login,
  type Register,
  usernameTaken,
  wrongPassword,
} from '@hallway/contracts-auth';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { PasswordsService } from '../credentials/passwords.service';
import { UsersService } from '../users/users.service';
import type { Device } from './device';
import { type Attempt, LoginAttempts, mustWait } from './login-attempts';
import { Revocations } from './revocations';
import { type IssuedTokens, SessionsService } from './sessions.service';

interface Account {
  user: CurrentUser;
  hash: string;
}

/** Who proves to be whom, by password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly revocations: Revocations,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  async register(request: Register, device: Device): Promise<IssuedTokens> {
    this.passwords.check(request.password, 'password', [request.username, request.email]);
    if (await this.users.isTaken(request.username)) throw new ProblemError(usernameTaken);
    const hash = await this.passwords.hash(request.password);
    const tokens = await this.transactions.run(async (tx) => {
      const user = await this.users.register(tx, request);
      await this.passwords.save(tx, user.id, hash);
      return this.sessions.start(tx, user, device);
    });
    this.logger.audit('registered', { outcome: 'success', userId: tokens.user.id });
    return tokens;
  }

  /**
   * Says and takes the same whether the account exists or not.
   * @param token a refresh token that the device holds
   */
  async login(request: Login, device: Device, token?: string): Promise<IssuedTokens> {
    const account = await this.authenticate(request, device.ip, token);
    const newHash = this.passwords.needsNewHash(account.hash) ? await this.passwords.hash(request.password) : undefined;
    const tokens = await this.transactions.run(async (tx) => {
      // A new password ends all sessions, and so does deactivating: one that begins at the same time would be left.
      if (!(await this.users.holdActive(tx, account.user.id))) throw new ProblemError(accountDeactivated);
      if (!(await this.passwords.hold(tx, account.user.id, account.hash))) throw new ProblemError(badCredentials);
      if (newHash) await this.passwords.save(tx, account.user.id, newHash);
      return this.sessions.start(tx, account.user, device);
    });
    this.logger.audit('logged-in', { outcome: 'success', userId: account.user.id });
    return tokens;
  }

  async changePassword(userId: string, sessionId: string, ip: string, request: ChangePassword): Promise<void> {
    const attempt = await this.attempts.begin(userId, ip, { sessionId });
    if (attempt.wait > 0) throw mustWait(attempt.wait);
    const hash = (await this.passwords.hashesOf([userId])).get(userId);
    if (!(await this.compare([attempt], () => this.passwords.matches(request.currentPassword, hash)))) {
      this.logger.audit('password-change-failed', { outcome: 'failed', userId });
      throw new ProblemError(wrongPassword);
    }
    await attempt.succeeded();
    const { username, email } = await this.users.me(userId);
    this.passwords.check(request.newPassword, 'newPassword', [username, email]);
    const newHash = await this.passwords.hash(request.newPassword);
    await this.transactions.run(async (tx) => {
      if (!hash || !(await this.passwords.hold(tx, userId, hash))) throw new ProblemError(wrongPassword);
      await this.passwords.save(tx, userId, newHash);
      await this.revocations.revoke(tx, userId, 'password-changed', { except: sessionId });
    });
    this.logger.audit('password-changed', { outcome: 'success', userId });
  }

  /**
   * The same number of comparisons for every kind of login, found or not. What one must
   * wait for is not compared, and the owner of another account of the address goes on.
   */
  private async authenticate({ login, password }: Login, ip: string, token?: string): Promise<Account> {
    const candidates = await this.users.candidates(login);
    const ids = candidates.flatMap((candidate) => (candidate ? [candidate.account.id] : []));
    const [hashes, devices] = await Promise.all([this.passwords.hashesOf(ids), this.sessions.knownDevices(ids, token, ip)]);
    const accounts = ids.length > 0 ? ids : [`nobody ${login.toLowerCase()}`];
    const attempts = new Map(await Promise.all(accounts.map(async (id) => [id, await this.attempts.begin(id, ip, devices.get(id))] as const)));
    const wait = Math.max(...[...attempts.values()].map((attempt) => attempt.wait));
    const open = (id: string) => attempts.get(id)?.wait === 0;
    if (!accounts.some(open)) throw this.refused('refused', ids, mustWait(wait));
    const found = await this.compare([...attempts.values()], async () => {
      const matches: (Account & { active: boolean })[] = [];
      for (const candidate of candidates) {
        const hash = candidate && open(candidate.account.id) ? hashes.get(candidate.account.id) : undefined;
        const same = await this.passwords.matches(password, hash);
        if (same && candidate && hash) matches.push({ user: candidate.account, hash, active: candidate.active });
      }
      return matches.find(({ active }) => active) ?? matches[0];
    });
    if (!found) throw this.refused('failed', ids, wait > 0 ? mustWait(wait) : new ProblemError(badCredentials));
    await attempts.get(found.user.id)?.succeeded();
    // Only who knows the password hears of it.
    if (!found.active) throw this.refused('refused', [found.user.id], new ProblemError(accountDeactivated));
    return found;
  }

  /** A comparison that could not be made, as too many others wait, was no try. */
  private async compare<T>(attempts: Attempt[], comparison: () => Promise<T>): Promise<T> {
    try {
      return await comparison();
    } catch (error) {
      await Promise.all(attempts.filter(({ wait }) => wait === 0).map((attempt) => attempt.withdraw()));
      throw error;
    }
  }

  private refused(outcome: 'refused' | 'failed', userIds: string[], problem: ProblemError): ProblemError {
    this.logger.audit('login-failed', { outcome, userIds, problem: problem.code });
    return problem;
  }
}
