import { Controller } from '@nestjs/common';

import { type OwnedUpload, uploadCompleted, uploadDeleted, type UploadDeleted } from '@hallway/contracts-uploads';
import { Consume, type EventContext } from '@hallway/service-kit/events';

import { UploadsService } from './uploads.service';

@Controller()
export class UploadsConsumer {
  constructor(private readonly uploads: UploadsService) {}

  @Consume(uploadCompleted)
  completed(upload: OwnedUpload, { tx }: EventContext): Promise<void> {
    return this.uploads.completed(tx, upload);
  }

  @Consume(uploadDeleted)
  deleted({ uploadId }: UploadDeleted, { tx }: EventContext): Promise<void> {
    return this.uploads.deleted(tx, uploadId);
  }
}
