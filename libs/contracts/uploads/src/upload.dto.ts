import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Optional, VisibleText } from '@hallway/contracts-core';
import { uploadLimits } from './upload.limits';

export const variantNames = ['original', 'thumb', 'preview'] as const;
export type VariantName = (typeof variantNames)[number];

export class Variant {
  @IsIn(variantNames) name: VariantName;
  @IsString() mimeType: string;
  @IsInt() size: number;
  @IsOptional() @IsInt() width?: number;
  @IsOptional() @IsInt() height?: number;
}

export class DeclareUpload {
  /** Kept as `plainFileName` makes it: without path, control and direction characters, and of at most 255 characters. */
  @VisibleText(uploadLimits.fileNameSent) fileName: string;
  @IsString() @MaxLength(255) @Matches(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, { message: 'mimeType must be like image/png' }) mimeType: string;
  /** Bytes. */
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) size: number;
  /** Hex; when given, bytes that differ are refused. */
  @Optional() @Matches(/^[0-9a-f]{64}$/i, { message: 'sha256 must be 64 hexadecimal digits' }) sha256?: string;
}

export class UploadTarget {
  @IsIn(['PUT']) method: 'PUT';
  /** Absolute for an object store; otherwise a path on this host that needs the access token. */
  @IsString() url: string;
  @IsObject() headers: Record<string, string>;
}

export class ResumableTarget {
  @IsIn(['tus']) protocol: 'tus';
  @IsString() url: string;
}

export class DeclaredUpload {
  @IsUUID() id: string;
  @ValidateNested() @Type(() => UploadTarget) upload: UploadTarget;
  @ValidateNested() @Type(() => ResumableTarget) resumable: ResumableTarget;
  @IsString() expiresAt: string;
}

/** A finished upload. */
export class Upload {
  @IsUUID() id: string;
  @IsIn(['ready']) status: 'ready';
  @IsString() fileName: string;
  /** What the bytes are, not what the client said. */
  @IsString() mimeType: string;
  @IsInt() size: number;
  @IsString() sha256: string;
  @IsOptional() @IsInt() width?: number;
  @IsOptional() @IsInt() height?: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Variant) variants: Variant[];
}

/** A finished upload as it hangs on a message. */
export class Attachment {
  @IsUUID() id: string;
  @IsString() fileName: string;
  @IsString() mimeType: string;
  @IsInt() size: number;
  @IsOptional() @IsInt() width?: number;
  @IsOptional() @IsInt() height?: number;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Variant) variants: Variant[];
}

export class ContentQuery {
  @Optional() @IsIn(variantNames) variant?: VariantName;
}
