import { Module } from '@nestjs/common';

import { ReferencesModule } from './references/references.module';
import { ResumableModule } from './resumable/resumable.module';
import { UploadsModule } from './uploads/uploads.module';

@Module({ imports: [UploadsModule, ResumableModule, ReferencesModule] })
export class UploadsAppModule {}
