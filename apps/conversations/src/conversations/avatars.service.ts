import { Injectable } from '@nestjs/common';
import { validationFailed } from '@hallway/contracts-core';
import { uploadsInternalApi } from '@hallway/contracts-uploads';
import { ProblemError } from '@hallway/service-kit/errors';
import { ServiceClient } from '@hallway/service-kit/http';

@Injectable()
export class AvatarsService {
  constructor(private readonly services: ServiceClient) {}

  /** A picture is a finished image upload of whoever sets it. */
  async mustBeUsable(ownerId: string, uploadId: string): Promise<void> {
    const body = { ownerId, uploadIds: [uploadId] };
    const { uploads } = await this.services.call(uploadsInternalApi.owned, { body, idempotent: true });
    if (uploads.some(({ id, mimeType }) => id === uploadId && mimeType.startsWith('image/'))) return;
    const message = 'must be a finished image upload of yours';
    throw new ProblemError(validationFailed, { errors: [{ path: 'avatarUploadId', message }] });
  }
}
