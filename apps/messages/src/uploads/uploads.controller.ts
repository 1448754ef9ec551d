import { Controller } from '@nestjs/common';

import { messagesInternalApi, type UploadAccess, UploadAccessQuery } from '@hallway/contracts-messages';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { UploadsService } from './uploads.service';

@Controller()
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Endpoint(messagesInternalApi.uploadAccess)
  async access(@Body() { uploadId, userId }: UploadAccessQuery): Promise<UploadAccess> {
    return { allowed: await this.uploads.isVisible(uploadId, userId) };
  }
}
