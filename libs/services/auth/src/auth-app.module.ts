import { Module } from '@nestjs/common';

import { AccountsModule } from './accounts/accounts.module';
import { CredentialsModule } from './credentials/credentials.module';
import { KeysModule } from './keys/keys.module';
import { PasswordResetsModule } from './password-resets/password-resets.module';
import { SessionsModule } from './sessions/sessions.module';
import { UsersModule } from './users/users.module';

@Module({ imports: [UsersModule, CredentialsModule, KeysModule, SessionsModule, PasswordResetsModule, AccountsModule] })
export class AuthAppModule {}
