import { Controller } from '@nestjs/common';

import { type OwnedUpload, uploadCompleted, type UploadDeleted, uploadDeleted } from '@hallway/contracts-uploads';
import { Consume, type EventContext } from '@hallway/event-bus';

import { AttachmentsService } from './attachments.service';

@Controller()
export class AttachmentsConsumer {
  constructor(private readonly uploads: AttachmentsService) {}

  @Consume(uploadCompleted)
  completed(upload: OwnedUpload, { tx }: EventContext): Promise<void> {
    return this.uploads.completed(tx, upload);
  }

  @Consume(uploadDeleted)
  deleted({ uploadId }: UploadDeleted, { tx }: EventContext): Promise<void> {
    return this.uploads.deleted(tx, uploadId);
  }
}
