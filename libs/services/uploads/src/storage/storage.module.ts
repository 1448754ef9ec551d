import { join } from 'node:path';
import { Module } from '@nestjs/common';

import { UploadsConfig } from '../config';
import { BlobStore } from './blob-store';
import { DiskBlobStore } from './disk-blob-store';
import { PiecesStore } from './pieces-store';
import { S3BlobStore } from './s3-blob-store';
import { WorkFolder } from './work-folder';

function createStore(config: UploadsConfig, work: WorkFolder): BlobStore {
  if (config.UPLOADS_STORE === 'disk') return new DiskBlobStore(config.UPLOADS_DIR, work);
  if (!config.S3_ACCESS_KEY_ID || !config.S3_SECRET_ACCESS_KEY) throw new Error('UPLOADS_STORE=s3 needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY');
  return new S3BlobStore({
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    bucket: config.S3_BUCKET,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
  });
}

@Module({
  providers: [
    { provide: WorkFolder, inject: [UploadsConfig], useFactory: (config: UploadsConfig) => new WorkFolder(join(config.UPLOADS_DIR, 'work')) },
    { provide: BlobStore, inject: [UploadsConfig, WorkFolder], useFactory: createStore },
    PiecesStore,
  ],
  exports: [BlobStore, PiecesStore, WorkFolder],
})
export class StorageModule {}
