import { Module } from '@nestjs/common';
import { StorageModule } from '../storage/storage.module';
import { UploadsModule } from '../uploads/uploads.module';
import { ResumableController } from './resumable.controller';
import { ResumableStore } from './resumable-store';

@Module({ imports: [StorageModule, UploadsModule], controllers: [ResumableController], providers: [ResumableStore], exports: [ResumableStore] })
export class ResumableModule {}
