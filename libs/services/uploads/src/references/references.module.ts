import { Module } from '@nestjs/common';

import { ReferencesConsumer } from './references.consumer';
import { ReferencesRepository } from './references.repository';

@Module({ controllers: [ReferencesConsumer], providers: [ReferencesRepository] })
export class ReferencesModule {}
