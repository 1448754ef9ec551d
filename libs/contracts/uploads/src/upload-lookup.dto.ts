import { IsUUID } from 'class-validator';

import { IdList, ListOf } from '@hallway/contracts-core';

import { Attachment } from './upload.dto.ts';

export class OwnedUploadQuery {
  @IsUUID() ownerId: string;
  @IdList(100) uploadIds: string[];
}

export class OwnedUpload extends Attachment {
  @IsUUID() ownerId: string;
}

export class OwnedUploads {
  @ListOf(() => OwnedUpload, 100) uploads: OwnedUpload[];
}
