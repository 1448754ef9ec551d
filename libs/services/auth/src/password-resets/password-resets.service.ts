import { Injectable } from '@nestjs/common';

import { resetLinkOver, type ResetPassword } from '@hallway/contracts-auth';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { PasswordsService } from '../credentials/passwords.service';
import { ResetLinksService } from '../credentials/reset-links.service';
import { LoginAttempts } from '../sessions/login-attempts';
import { SessionsService } from '../sessions/sessions.service';
import { UsersService } from '../users/users.service';

/** New passwords for those who have forgotten theirs (reliability S07). */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly links: ResetLinksService,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** @throws ProblemError `reset-link-over`, `password-too-common`; a refused password leaves the link good */
  async reset({ token, password }: ResetPassword, ip: string): Promise<void> {
    const userId = await this.links.userOf(token);
    if (userId === undefined) throw new ProblemError(resetLinkOver);
    const { username, email } = await this.users.me(userId);
    this.passwords.check(password, 'password', [username, email]);
    const hash = await this.passwords.hash(password);
    await this.transactions.run(async (tx) => {
      if (!(await this.links.take(tx, token))) throw new ProblemError(resetLinkOver);
      await this.passwords.save(tx, userId, hash);
      await this.sessions.endAll(tx, userId, 'password-changed');
    });
    await this.attempts.forget(userId, ip);
    this.logger.audit('password-reset', { outcome: 'success', userId });
  }
}
