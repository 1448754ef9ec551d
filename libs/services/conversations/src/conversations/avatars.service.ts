import { Injectable } from '@nestjs/common';

import { validationFailed } from '@hallway/contracts-core';
import { uploadsInternalApi } from '@hallway/contracts-uploads';
import { ServiceClient } from '@hallway/service-calls';
import { ProblemError } from '@hallway/service-kit/errors';

import { ConversationsRepository } from './conversations.repository';

@Injectable()
export class AvatarsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly services: ServiceClient,
  ) {}

  shown(uploadIds: string[], userId?: string): Promise<string[]> {
    return this.conversations.shownPictures(uploadIds, userId);
  }

  /** A picture is a finished image upload of the caller. A claimed one is not visible until the change is committed. */
  async claim(ownerId: string, uploadId: string): Promise<void> {
    const { claimed } = await this.services.call(uploadsInternalApi.claimPicture, { body: { ownerId, uploadId }, idempotent: true });
    if (claimed) return;
    const message = 'must be a finished image upload of yours';
    throw new ProblemError(validationFailed, { errors: [{ path: 'avatarUploadId', message }] });
  }
}
