import type { ServiceOptions } from '@hallway/service-host';
import { Health } from '@hallway/service-kit/health';

import { UploadsConfig } from './config';
import { CreateUploadTables1764000000000 } from './database/migrations/1764000000000-create-upload-tables';
import { AddUploadCleaned1764100000000 } from './database/migrations/1764100000000-add-upload-cleaned';
import { AddUploadContentKey1764200000000 } from './database/migrations/1764200000000-add-upload-content-key';
import { ClaimAndRemoveUploads1764300000000 } from './database/migrations/1764300000000-claim-and-remove-uploads';
import { AddUploadAnimated1764400000000 } from './database/migrations/1764400000000-add-upload-animated';
import { BlobStore } from './storage/blob-store';
import { UploadEntity } from './uploads/upload.entity';
import { UploadsAppModule } from './uploads-app.module';

/** What an app runs and what the tests start. */
export const uploadsService: ServiceOptions<UploadsConfig> = {
  name: 'uploads',
  module: UploadsAppModule,
  config: UploadsConfig,
  database: {
    schema: 'uploads',
    entities: [UploadEntity],
    migrations: [
      CreateUploadTables1764000000000,
      AddUploadCleaned1764100000000,
      AddUploadContentKey1764200000000,
      ClaimAndRemoveUploads1764300000000,
      AddUploadAnimated1764400000000,
    ],
  },
  // Which messages a file hangs on matters when one is deleted; who may see it is asked of messages.
  events: { mode: 'competing', domains: ['messages', 'conversations'], tuning: { restTime: 500 } },
  configureApp: (app) => {
    const blobs = app.get(BlobStore, { strict: false });
    app.get(Health).add('files', () => blobs.check());
  },
};
