import { Module } from '@nestjs/common';

import { UserReadModelConsumer } from './user-read-model.consumer';
import { UserReadModelRepository } from './user-read-model.repository';
import { UserReadModelService } from './user-read-model.service';

@Module({ controllers: [UserReadModelConsumer], providers: [UserReadModelRepository, UserReadModelService], exports: [UserReadModelService] })
export class UserReadModelModule {}
