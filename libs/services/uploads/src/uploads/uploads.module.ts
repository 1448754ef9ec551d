import { Module } from '@nestjs/common';

import { ImagesModule } from '../images/images.module';
import { StorageModule } from '../storage/storage.module';
import { CompletionService } from './completion.service';
import { ContentService } from './content.service';
import { PicturesService } from './pictures.service';
import { SweeperService } from './sweeper.service';
import { UploadsController } from './uploads.controller';
import { UploadsRepository } from './uploads.repository';
import { UploadsService } from './uploads.service';

@Module({
  imports: [StorageModule, ImagesModule],
  controllers: [UploadsController],
  providers: [UploadsRepository, UploadsService, CompletionService, ContentService, PicturesService, SweeperService],
  exports: [UploadsService],
})
export class UploadsModule {}
