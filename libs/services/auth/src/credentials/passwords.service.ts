import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import PQueue from 'p-queue';

import { passwordTooCommon } from '@hallway/contracts-auth';
import { unavailable } from '@hallway/contracts-core';
import type { Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { AuthConfig } from '../config';
import { CredentialsRepository } from './credentials.repository';
import { isOwnName, isTooCommon } from './password.policy';
import { ResetLinksService } from './reset-links.service';

/** Two of libuv's four threads: the others serve files and names. */
const hashesAtOnce = 2;
const hashesWaiting = 50;

@Injectable()
export class PasswordsService {
  /** A flood of logins cannot take the machine from the chat (reliability S03). */
  private readonly queue = new PQueue({ concurrency: hashesAtOnce });
  private dummyHash?: Promise<string>;

  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly resetLinks: ResetLinksService,
    private readonly config: AuthConfig,
  ) {}

  /** Password hashes by user id. */
  hashesOf(userIds: string[]): Promise<Map<string, string>> {
    return this.credentials.hashes(userIds);
  }

  /** Takes the place of the one before; a link for a new one is void by it. */
  async save(tx: Tx, userId: string, hash: string): Promise<void> {
    await this.credentials.save(tx, userId, hash);
    await this.resetLinks.withdraw(tx, userId);
  }

  /** Whether the password that was compared is still the one: comparing takes its time. It stays so until `tx` ends. */
  hold(tx: Tx, userId: string, hash: string): Promise<boolean> {
    return this.credentials.hold(tx, userId, hash);
  }

  /**
   * @param path the field it came in
   * @param names username and e-mail of the one whom it guards
   * @throws ProblemError `password-too-common`
   */
  check(password: string, path: string, names: string[]): void {
    const composed = password.normalize('NFC');
    if (isTooCommon(composed)) throw new ProblemError(passwordTooCommon, { errors: [{ path, message: passwordTooCommon.title }] });
    if (isOwnName(composed, names))
      throw new ProblemError(passwordTooCommon, { errors: [{ path, message: 'This password is hardly more than your username or e-mail' }] });
  }

  hash(password: string): Promise<string> {
    return this.whenFree(() => bcrypt.hash(this.pepper(password.normalize('NFC')), this.config.AUTH_BCRYPT_COST));
  }

  /** Takes the same time whether or not there is a hash to compare with. Keyboards differ in how they send an accent: it is one password. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    this.dummyHash ??= bcrypt.hash(randomBytes(32).toString('hex'), this.config.AUTH_BCRYPT_COST);
    const target = hash ?? (await this.dummyHash);
    const compare = (form: string) => this.whenFree(() => bcrypt.compare(this.pepper(form), target));
    const composed = password.normalize('NFC');
    // Before passwords were composed they were hashed as they were typed.
    const same = (await compare(composed)) || (composed !== password && (await compare(password)));
    return same && hash !== undefined;
  }

  needsNewHash(hash: string): boolean {
    return bcrypt.getRounds(hash) !== this.config.AUTH_BCRYPT_COST;
  }

  private async whenFree<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.queue.size >= hashesWaiting) throw new ProblemError(unavailable, { retryAfterSeconds: 2 });
    return this.queue.add(work);
  }

  /** bcrypt reads 72 bytes and stops at a zero byte; 64 characters of base64 hold the whole password (reliability S02). */
  private pepper(password: string): string {
    return createHmac('sha384', this.config.AUTH_PASSWORD_PEPPER).update(password, 'utf8').digest('base64');
  }
}
