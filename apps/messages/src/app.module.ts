import { Module } from '@nestjs/common';

import { MembershipsModule } from './memberships/memberships.module';
import { MessagesModule } from './messages/messages.module';
import { UploadsModule } from './uploads/uploads.module';

@Module({ imports: [MembershipsModule, UploadsModule, MessagesModule] })
export class AppModule {}
