import { Module } from '@nestjs/common';

import { MemberReadModelModule } from '../members/member-read-model.module';
import { MessagesModule } from '../messages/messages.module';
import { ReceiptsController } from './receipts.controller';
import { ReceiptsRepository } from './receipts.repository';
import { ReceiptsService } from './receipts.service';

@Module({ imports: [MemberReadModelModule, MessagesModule], controllers: [ReceiptsController], providers: [ReceiptsService, ReceiptsRepository] })
export class ReceiptsModule {}
