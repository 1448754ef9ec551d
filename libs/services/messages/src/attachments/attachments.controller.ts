import { Controller } from '@nestjs/common';

import { messagesInternalApi, type UploadAccess, UploadAccessQuery } from '@hallway/contracts-messages';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { AttachmentsService } from './attachments.service';

@Controller()
export class AttachmentsController {
  constructor(private readonly uploads: AttachmentsService) {}

  @Endpoint(messagesInternalApi.uploadAccess)
  async access(@Body() { uploadId, userId }: UploadAccessQuery): Promise<UploadAccess> {
    return { allowed: await this.uploads.isVisible(uploadId, userId) };
  }
}
