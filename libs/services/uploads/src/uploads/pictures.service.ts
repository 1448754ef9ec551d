import { Injectable } from '@nestjs/common';

import { usersInternalApi } from '@hallway/contracts-auth';
import { conversationsInternalApi } from '@hallway/contracts-conversations';
import type { ClaimPicture, ShownPicturesQuery } from '@hallway/contracts-uploads';
import { ServiceClient } from '@hallway/service-calls';
import { Transactions } from '@hallway/service-kit/database';

import { isShowable } from './upload.policy';
import { UploadsRepository } from './uploads.repository';

/** Of everyone signed in, and of the members of a conversation. */
const holders = [usersInternalApi.pictures, conversationsInternalApi.pictures];

/**
 * Uploads as pictures of people and conversations. A claim only keeps one from being swept; who sees it is asked of
 * those who show it, so that a change that was refused publishes nothing, and what is replaced is private at once.
 */
@Injectable()
export class PicturesService {
  constructor(
    private readonly uploads: UploadsRepository,
    private readonly services: ServiceClient,
    private readonly transactions: Transactions,
  ) {}

  async claim({ ownerId, uploadId }: ClaimPicture): Promise<boolean> {
    const [upload] = await this.uploads.findReady(ownerId, [uploadId]);
    if (!upload || !isShowable(upload)) return false;
    return this.transactions.run((tx) => this.uploads.claim(tx, [upload.id], new Date()));
  }

  /** One service that shows it is enough; that none does needs the answers of all. */
  async isShownTo(userId: string, uploadId: string): Promise<boolean> {
    let failure: unknown;
    for (const holder of holders) {
      try {
        if ((await this.ask(holder, { uploadIds: [uploadId], userId })).length > 0) return true;
      } catch (error) {
        failure = error;
      }
    }
    if (failure) throw failure;
    return false;
  }

  /** Those that anybody shows to anybody. */
  async shown(uploadIds: string[]): Promise<Set<string>> {
    if (uploadIds.length === 0) return new Set();
    return new Set((await Promise.all(holders.map((holder) => this.ask(holder, { uploadIds })))).flat());
  }

  private async ask(holder: (typeof holders)[number], body: ShownPicturesQuery): Promise<string[]> {
    return (await this.services.call(holder, { body, idempotent: true })).uploadIds;
  }
}
