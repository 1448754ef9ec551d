import { Module } from '@nestjs/common';

import { StorageModule } from '../storage/storage.module';
import { UploadsModule } from '../uploads/uploads.module';
import { ResumableController } from './resumable.controller';

@Module({ imports: [StorageModule, UploadsModule], controllers: [ResumableController] })
export class ResumableModule {}
