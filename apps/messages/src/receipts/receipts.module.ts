import { Module } from '@nestjs/common';

import { MembershipsModule } from '../memberships/memberships.module';
import { MessagesModule } from '../messages/messages.module';
import { ReceiptsController } from './receipts.controller';
import { ReceiptsRepository } from './receipts.repository';
import { ReceiptsService } from './receipts.service';

@Module({ imports: [MembershipsModule, MessagesModule], controllers: [ReceiptsController], providers: [ReceiptsService, ReceiptsRepository] })
export class ReceiptsModule {}
