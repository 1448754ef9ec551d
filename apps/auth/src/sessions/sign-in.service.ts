import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { badCredentials, type ChangePassword, type Login, type Register, usernameTaken, userRegistered, wrongPassword } from '@hallway/contracts-auth';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Outbox } from '@hallway/service-kit/events';
import { audit } from '@hallway/service-kit/log';
import { CredentialsRepository } from '../credentials/credentials.repository';
import { PasswordsService } from '../credentials/passwords.service';
import type { UserEntity } from '../users/user.entity';
import { toUserProfile } from '../users/user.mapper';
import { accountsPerEmail, UsersRepository } from '../users/users.repository';
import type { Device } from './device';
import { LoginAttempts } from './login-attempts';
import { Revocations } from './revocations';
import { type IssuedTokens, SessionsService } from './sessions.service';

/** Who proves to be whom, by password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersRepository,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly revocations: Revocations,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  async register(request: Register, device: Device): Promise<IssuedTokens> {
    this.passwords.check(request.password, 'password');
    const username = request.username.toLowerCase();
    if (await this.users.findByUsername(username)) throw new ProblemError(usernameTaken);
    const hash = await this.passwords.hash(request.password);
    const tokens = await this.transactions.run(async (tx) => {
      const email = request.email.toLowerCase();
      await this.users.lockEmail(tx, email);
      const displayName = request.displayName ?? request.username;
      const user = await this.users.insert(tx, { id: uuidv7(), username, email, displayName, statusText: '', avatarUploadId: null });
      if (!user) throw new ProblemError(usernameTaken);
      await this.credentials.save(tx, user.id, hash);
      this.outbox.add(tx, userRegistered, toUserProfile(user));
      return this.sessions.start(tx, user, device);
    });
    audit('registered', { userId: tokens.user.id });
    return tokens;
  }

  /** Says and takes the same whether the account exists or not. */
  async login(request: Login, device: Device): Promise<IssuedTokens> {
    await this.attempts.check(request.login, device.ip);
    const account = await this.authenticate(request.login, request.password);
    if (!account) {
      await this.attempts.failed(request.login, device.ip);
      audit('login-failed', { ip: device.ip });
      throw new ProblemError(badCredentials);
    }
    await this.attempts.succeeded(request.login, device.ip);
    const newHash = this.passwords.needsNewHash(account.hash) ? await this.passwords.hash(request.password) : undefined;
    const tokens = await this.transactions.run(async (tx) => {
      if (newHash) await this.credentials.save(tx, account.user.id, newHash);
      return this.sessions.start(tx, account.user, device);
    });
    audit('logged-in', { userId: account.user.id });
    return tokens;
  }

  async changePassword(userId: string, sessionId: string, ip: string, request: ChangePassword): Promise<void> {
    await this.attempts.check(userId, ip);
    const hash = (await this.credentials.hashes([userId])).get(userId);
    if (!(await this.passwords.matches(request.currentPassword, hash))) {
      await this.attempts.failed(userId, ip);
      audit('password-change-failed', { userId });
      throw new ProblemError(wrongPassword);
    }
    await this.attempts.succeeded(userId, ip);
    this.passwords.check(request.newPassword, 'newPassword');
    const newHash = await this.passwords.hash(request.newPassword);
    await this.transactions.run(async (tx) => {
      await this.credentials.save(tx, userId, newHash);
      await this.revocations.revoke(tx, userId, 'password-changed', { except: sessionId });
    });
    audit('password-changed', { userId });
  }

  /** The same number of comparisons for every kind of login, found or not. */
  private async authenticate(login: string, password: string): Promise<{ user: UserEntity; hash: string } | undefined> {
    const byEmail = login.includes('@');
    const named = byEmail ? await this.users.findByEmail(login) : [await this.users.findByUsername(login)];
    const hashes = await this.credentials.hashes(named.flatMap((user) => (user ? [user.id] : [])));
    let account: { user: UserEntity; hash: string } | undefined;
    for (let i = 0; i < (byEmail ? accountsPerEmail : 1); i++) {
      const user = named[i] ?? undefined;
      const hash = user && !user.deactivatedAt ? hashes.get(user.id) : undefined;
      const same = await this.passwords.matches(password, hash);
      if (same && user && hash && !account) account = { user, hash };
    }
    return account;
  }
}
