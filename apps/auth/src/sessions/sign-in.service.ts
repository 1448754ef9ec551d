import { Injectable } from '@nestjs/common';
import { badCredentials, type ChangePassword, type CurrentUser, type Login, type Register, usernameTaken, wrongPassword } from '@hallway/contracts-auth';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { PasswordsService } from '../credentials/passwords.service';
import { UsersService } from '../users/users.service';
import type { Device } from './device';
import { LoginAttempts } from './login-attempts';
import { Revocations } from './revocations';
import { type IssuedTokens, SessionsService } from './sessions.service';

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
    this.passwords.check(request.password, 'password');
    if (await this.users.isTaken(request.username)) throw new ProblemError(usernameTaken);
    const hash = await this.passwords.hash(request.password);
    const tokens = await this.transactions.run(async (tx) => {
      const user = await this.users.register(tx, request);
      await this.passwords.save(tx, user.id, hash);
      return this.sessions.start(tx, user, device);
    });
    this.logger.audit('registered', { userId: tokens.user.id });
    return tokens;
  }

  /** Says and takes the same whether the account exists or not. */
  async login(request: Login, device: Device): Promise<IssuedTokens> {
    await this.attempts.check(request.login, device.ip);
    const account = await this.authenticate(request.login, request.password);
    if (!account) {
      await this.attempts.failed(request.login, device.ip);
      this.logger.audit('login-failed', { ip: device.ip });
      throw new ProblemError(badCredentials);
    }
    await this.attempts.succeeded(request.login, device.ip);
    const newHash = this.passwords.needsNewHash(account.hash) ? await this.passwords.hash(request.password) : undefined;
    const tokens = await this.transactions.run(async (tx) => {
      if (newHash) await this.passwords.save(tx, account.user.id, newHash);
      return this.sessions.start(tx, account.user, device);
    });
    this.logger.audit('logged-in', { userId: account.user.id });
    return tokens;
  }

  async changePassword(userId: string, sessionId: string, ip: string, request: ChangePassword): Promise<void> {
    await this.attempts.check(userId, ip);
    const hash = (await this.passwords.hashesOf([userId])).get(userId);
    if (!(await this.passwords.matches(request.currentPassword, hash))) {
      await this.attempts.failed(userId, ip);
      this.logger.audit('password-change-failed', { userId });
      throw new ProblemError(wrongPassword);
    }
    await this.attempts.succeeded(userId, ip);
    this.passwords.check(request.newPassword, 'newPassword');
    const newHash = await this.passwords.hash(request.newPassword);
    await this.transactions.run(async (tx) => {
      await this.passwords.save(tx, userId, newHash);
      await this.revocations.revoke(tx, userId, 'password-changed', { except: sessionId });
    });
    this.logger.audit('password-changed', { userId });
  }

  /** The same number of comparisons for every kind of login, found or not. */
  private async authenticate(login: string, password: string): Promise<{ user: CurrentUser; hash: string } | undefined> {
    const candidates = await this.users.candidates(login);
    const hashes = await this.passwords.hashesOf(candidates.flatMap((candidate) => (candidate ? [candidate.account.id] : [])));
    let found: { user: CurrentUser; hash: string } | undefined;
    for (const candidate of candidates) {
      const hash = candidate?.active ? hashes.get(candidate.account.id) : undefined;
      const same = await this.passwords.matches(password, hash);
      if (same && candidate && hash) found ??= { user: candidate.account, hash };
    }
    return found;
  }
}
