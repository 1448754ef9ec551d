import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

import type { Tx } from '@hallway/service-kit/database';

import { ResetLinksRepository } from './reset-links.repository';

/** A link is handed over by people, who are not always there at once. */
export const linkGoodForSeconds = 24 * 3_600;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Tokens of links by which a new password is chosen: 256 bits, one at most for an account, good once. Only their hashes are kept. */
@Injectable()
export class ResetLinksService {
  constructor(private readonly links: ResetLinksRepository) {}

  /** A new token for this account; an earlier one is void by it. */
  async create(tx: Tx, userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.links.replace(tx, userId, hashOf(token), linkGoodForSeconds);
    return token;
  }

  /** The account that a good token is for. */
  userOf(token: string): Promise<string | undefined> {
    return this.links.userOf(hashOf(token));
  }

  /** Uses a token up; answers whether it was still good. */
  take(tx: Tx, token: string): Promise<boolean> {
    return this.links.take(tx, hashOf(token));
  }

  /** What was given to this account is not good any more. */
  async withdraw(tx: Tx, userId: string): Promise<void> {
    await this.links.remove(tx, userId);
  }
}
