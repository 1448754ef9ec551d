import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';

import { RevocationList } from '@hallway/service-calls';

import { CredentialsModule } from '../credentials/credentials.module';
import { KeysModule } from '../keys/keys.module';
import { UsersModule } from '../users/users.module';
import { AccessTokensService } from './access-tokens.service';
import { LoginAttempts } from './login-attempts';
import { RefreshLimits } from './refresh-limits';
import { RefreshTokensService } from './refresh-tokens.service';
import { Revocations } from './revocations';
import { SessionCleanupService } from './session-cleanup.service';
import { SessionsController } from './sessions.controller';
import { SessionsRepository } from './sessions.repository';
import { SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';

@Module({
  imports: [JwtModule.register({}), UsersModule, CredentialsModule, KeysModule],
  controllers: [SessionsController],
  providers: [
    SessionsRepository,
    SessionsService,
    SignInService,
    AccessTokensService,
    LoginAttempts,
    RefreshLimits,
    RefreshTokensService,
    Revocations,
    RevocationList,
    SessionCleanupService,
  ],
  exports: [SessionsService, LoginAttempts],
})
export class SessionsModule {}
