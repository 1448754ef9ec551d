import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUUID, ValidateNested } from 'class-validator';
import { Attachment } from './upload.dto';

export class OwnedUploadQuery {
  @IsUUID() ownerId: string;
  @IsArray() @ArrayMaxSize(100) @IsUUID(undefined, { each: true }) uploadIds: string[];
}

export class OwnedUpload extends Attachment {
  @IsUUID() ownerId: string;
}

export class OwnedUploads {
  @IsArray() @ValidateNested({ each: true }) @Type(() => OwnedUpload) uploads: OwnedUpload[];
}
