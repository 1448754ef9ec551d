import { IsUUID } from 'class-validator';

import { event } from '@hallway/contracts-core';

import { OwnedUpload } from './upload-lookup.dto.ts';

export class UploadDeleted {
  @IsUUID() uploadId: string;
  @IsUUID() ownerId: string;
}

export const uploadCompleted = event('uploads.upload-completed.v1', OwnedUpload, { subject: (upload) => upload.id });
export const uploadDeleted = event('uploads.upload-deleted.v1', UploadDeleted, { subject: (upload) => upload.uploadId });
