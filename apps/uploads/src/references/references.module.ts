import { Module } from '@nestjs/common';
import { ImagesModule } from '../images/images.module';
import { ResumableModule } from '../resumable/resumable.module';
import { StorageModule } from '../storage/storage.module';
import { UploadsModule } from '../uploads/uploads.module';
import { ReferencesConsumer } from './references.consumer';
import { ReferencesRepository } from './references.repository';
import { SweeperService } from './sweeper.service';

@Module({
  imports: [UploadsModule, StorageModule, ImagesModule, ResumableModule],
  controllers: [ReferencesConsumer],
  providers: [ReferencesRepository, SweeperService],
})
export class ReferencesModule {}
