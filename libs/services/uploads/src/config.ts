import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

export class UploadsConfig extends ServiceConfig {
  @EnvVar({ description: 'Where the bytes go: a folder (disk) or an object store (s3)', default: 'disk' })
  @IsIn(['disk', 's3'])
  UPLOADS_STORE: 'disk' | 's3';

  @EnvVar({ description: 'Folder of the files, and of pieces on their way', default: '.data/uploads' })
  @IsString()
  UPLOADS_DIR: string;

  @EnvVar({ description: 'Largest file in bytes', default: 52_428_800 })
  @IsInt()
  @Min(1)
  @Max(5_368_709_120)
  UPLOADS_MAX_BYTES: number;

  @EnvVar({ description: 'Bytes that one person may keep', default: 5_368_709_120 })
  @IsInt()
  @Min(1)
  UPLOADS_QUOTA_BYTES: number;

  @EnvVar({ description: 'Files that one person may declare in an hour', default: 1_000 })
  @IsInt()
  @Min(1)
  UPLOADS_PER_HOUR: number;

  @EnvVar({ description: 'Files that one person may have declared and not finished', default: 100 })
  @IsInt()
  @Min(1)
  UPLOADS_UNFINISHED: number;

  @EnvVar({ description: 'Hours after which what was never finished, or never used, is removed', default: 24 })
  @IsInt()
  @Min(1)
  @Max(720)
  UPLOADS_ORPHAN_HOURS: number;

  @EnvVar({ description: 'Address of the object store, as services and browsers reach it' })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  S3_ENDPOINT?: string;

  @EnvVar({ description: 'Region of the object store', default: 'us-east-1' })
  @IsString()
  S3_REGION: string;

  @EnvVar({ description: 'Bucket of the files', default: 'hallway' })
  @IsString()
  S3_BUCKET: string;

  @EnvVar({ description: 'Access key of the object store', secret: true })
  @IsOptional()
  @IsString()
  S3_ACCESS_KEY_ID?: string;

  @EnvVar({ description: 'Secret key of the object store', secret: true })
  @IsOptional()
  @IsString()
  S3_SECRET_ACCESS_KEY?: string;
}
