import { Module } from '@nestjs/common';

import { CredentialsModule } from '../credentials/credentials.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UsersModule } from '../users/users.module';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';

@Module({ imports: [UsersModule, CredentialsModule, SessionsModule], controllers: [AccountsController], providers: [AccountsService] })
export class AccountsModule {}
