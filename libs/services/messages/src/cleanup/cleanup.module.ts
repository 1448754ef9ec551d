import { Module } from '@nestjs/common';

import { CleanupRepository } from './cleanup.repository';
import { CleanupService } from './cleanup.service';

@Module({ providers: [CleanupService, CleanupRepository] })
export class CleanupModule {}
