import { Module } from '@nestjs/common';

import { MemberReadModelConsumer } from './member-read-model.consumer';
import { MemberReadModelController } from './member-read-model.controller';
import { MemberReadModelRepository } from './member-read-model.repository';
import { MemberReadModelService } from './member-read-model.service';

@Module({
  controllers: [MemberReadModelController, MemberReadModelConsumer],
  providers: [MemberReadModelService, MemberReadModelRepository],
  exports: [MemberReadModelService],
})
export class MemberReadModelModule {}
