import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { passwordTooCommon } from '@hallway/contracts-auth';
import type { Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { AuthConfig } from '../config';
import { CredentialsRepository } from './credentials.repository';
import { isOwnName, isTooCommon } from './password.policy';
import { PasswordQueue } from './password-queue';

/** Two of libuv's four threads: the others serve files and names. */
const hashesAtOnce = 2;
const hashesWaiting = 50;

@Injectable()
export class PasswordsService {
  private readonly queue = new PasswordQueue(hashesAtOnce, hashesWaiting);
  private nobodysHash?: Promise<string>;

  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly config: AuthConfig,
  ) {}

  /** Password hashes by user id. */
  hashesOf(userIds: string[]): Promise<Map<string, string>> {
    return this.credentials.hashes(userIds);
  }

  async save(tx: Tx, userId: string, hash: string): Promise<void> {
    await this.credentials.save(tx, userId, hash);
  }

  /**
   * @param path the field it came in
   * @param names username and e-mail of the one whom it guards
   * @throws ProblemError `password-too-common`
   */
  check(password: string, path: string, names: string[]): void {
    const composed = password.normalize('NFC');
    if (isTooCommon(composed)) throw new ProblemError(passwordTooCommon, { errors: [{ path, message: passwordTooCommon.title }] });
    if (isOwnName(composed, names)) throw new ProblemError(passwordTooCommon, { errors: [{ path, message: 'This password is hardly more than your username or e-mail' }] });
  }

  hash(password: string): Promise<string> {
    return this.queue.run(() => bcrypt.hash(this.pepper(password.normalize('NFC')), this.config.AUTH_BCRYPT_COST));
  }

  /** Takes the same time whether or not there is a hash to compare with. Keyboards differ in how they send an accent: it is one password. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    this.nobodysHash ??= bcrypt.hash(randomBytes(32).toString('hex'), this.config.AUTH_BCRYPT_COST);
    const target = hash ?? (await this.nobodysHash);
    const compare = (form: string) => this.queue.run(() => bcrypt.compare(this.pepper(form), target));
    const composed = password.normalize('NFC');
    // Before passwords were composed they were hashed as they were typed.
    const same = (await compare(composed)) || (composed !== password && (await compare(password)));
    return same && hash !== undefined;
  }

  needsNewHash(hash: string): boolean {
    return bcrypt.getRounds(hash) !== this.config.AUTH_BCRYPT_COST;
  }

  /** bcrypt reads 72 bytes and stops at a zero byte; 64 characters of base64 hold the whole password (reliability S02). */
  private pepper(password: string): string {
    return createHmac('sha384', this.config.AUTH_PASSWORD_PEPPER).update(password, 'utf8').digest('base64');
  }
}
