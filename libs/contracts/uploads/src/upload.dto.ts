import { IsBoolean, IsIn, IsUUID, Matches, MaxLength } from 'class-validator';

import { Count, ListOf, Moment, ObjectOf, Optional, TextLength, VisibleText } from '@hallway/contracts-core';

import { uploadLimits } from './upload.limits.ts';

export const variantNames = ['original', 'thumb', 'preview'] as const;
export type VariantName = (typeof variantNames)[number];

export class Variant {
  @IsIn(variantNames) name: VariantName;
  @TextLength(1, uploadLimits.mimeType) mimeType: string;
  @Count() size: number;
  @Optional() @Count(1) width?: number;
  @Optional() @Count(1) height?: number;
}

export class DeclareUpload {
  /** Kept as `plainFileName` makes it: without path, control and direction characters, and of at most 255 characters. */
  @VisibleText(uploadLimits.fileNameSent) fileName: string;
  @MaxLength(uploadLimits.mimeType) @Matches(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, { message: 'mimeType must be like image/png' }) mimeType: string;
  /** Bytes. */
  @Count(1) size: number;
  /** Hex; when given, bytes that differ are refused. */
  @Optional() @Matches(/^[0-9a-f]{64}$/i, { message: 'sha256 must be 64 hexadecimal digits' }) sha256?: string;
}

export class UploadHeaders {
  @TextLength(1, uploadLimits.mimeType) 'Content-Type': string;
}

export class UploadTarget {
  @IsIn(['PUT']) method: 'PUT';
  /** Absolute for an object store; otherwise a path on this host that needs the access token. */
  @TextLength(1, uploadLimits.url) url: string;
  /** To be sent along as they are. */
  @ObjectOf(() => UploadHeaders) headers: UploadHeaders;
}

export class ResumableTarget {
  @IsIn(['tus']) protocol: 'tus';
  @TextLength(1, uploadLimits.url) url: string;
}

export class DeclaredUpload {
  @IsUUID() id: string;
  @ObjectOf(() => UploadTarget) upload: UploadTarget;
  @ObjectOf(() => ResumableTarget) resumable: ResumableTarget;
  @Moment() expiresAt: string;
}

/** A finished upload. */
export class Upload {
  @IsUUID() id: string;
  @IsIn(['ready']) status: 'ready';
  @TextLength(1, uploadLimits.fileName) fileName: string;
  /** What the bytes are, not what the client said. */
  @TextLength(1, uploadLimits.mimeType) mimeType: string;
  @Count() size: number;
  @Matches(/^[0-9a-f]{64}$/) sha256: string;
  @Optional() @Count(1) width?: number;
  @Optional() @Count(1) height?: number;
  /** The original moves; its variants are stills of it. */
  @Optional() @IsBoolean() animated?: boolean;
  @ListOf(() => Variant, variantNames.length) variants: Variant[];
}

/** A finished upload as it hangs on a message. */
export class Attachment {
  @IsUUID() id: string;
  @TextLength(1, uploadLimits.fileName) fileName: string;
  @TextLength(1, uploadLimits.mimeType) mimeType: string;
  @Count() size: number;
  @Optional() @Count(1) width?: number;
  @Optional() @Count(1) height?: number;
  /** The original moves; its variants are stills of it. */
  @Optional() @IsBoolean() animated?: boolean;
  @ListOf(() => Variant, variantNames.length) variants: Variant[];
}

export class ContentQuery {
  @Optional() @IsIn(variantNames) variant?: VariantName;
}
