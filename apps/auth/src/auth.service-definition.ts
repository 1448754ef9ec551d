import cookieParser from 'cookie-parser';
import type { ServiceOptions } from '@hallway/service-kit/boot';
import { AppModule } from './app.module';
import { AuthConfig } from './config';
import { CredentialEntity } from './credentials/credential.entity';
import { CreateAuthTables1764000000000 } from './database/migrations/1764000000000-create-auth-tables';
import { IndexEndedSessions1764000000001 } from './database/migrations/1764000000001-index-ended-sessions';
import { FoldNames1764000000010 } from './database/migrations/1764000000010-fold-names';
import { IndexPictures1764310000000 } from './database/migrations/1764310000000-index-pictures';
import { SigningKeyEntity } from './keys/signing-key.entity';
import { SessionEntity } from './sessions/session.entity';
import { UserEntity } from './users/user.entity';

/** What main.ts runs and what the tests start. */
export const authService: ServiceOptions<AuthConfig> = {
  name: 'auth',
  module: AppModule,
  config: AuthConfig,
  database: {
    schema: 'auth',
    entities: [UserEntity, CredentialEntity, SessionEntity, SigningKeyEntity],
    migrations: [CreateAuthTables1764000000000, IndexEndedSessions1764000000001, FoldNames1764000000010, IndexPictures1764310000000],
  },
  configureApp: (app) => void app.use(cookieParser()),
};
