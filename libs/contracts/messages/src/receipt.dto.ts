import { Type } from 'class-transformer';
import { IsArray, IsInt, IsString, IsUUID, Max, Min, ValidateNested } from 'class-validator';

export class MarkRead {
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) seq: number;
}

export class ReadState {
  @IsInt() readSeq: number;
  @IsInt() unread: number;
}

export class Receipt {
  @IsUUID() userId: string;
  @IsString() at: string;
}

export class MessageReceipts {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Receipt) read: Receipt[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => Receipt) delivered: Receipt[];
}

/** Somebody has read, or been delivered, everything up to `seq`. */
export class ReceiptMark {
  @IsUUID() userId: string;
  @IsInt() seq: number;
  @IsString() at: string;
}
