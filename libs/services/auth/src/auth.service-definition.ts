import cookieParser from 'cookie-parser';

import type { ServiceOptions } from '@hallway/service-host';

import { accountsCommand } from './accounts/accounts-command';
import { AuthAppModule } from './auth-app.module';
import { AuthConfig } from './config';
import { CredentialEntity } from './credentials/credential.entity';
import { CreateAuthTables1764000000000 } from './database/migrations/1764000000000-create-auth-tables';
import { IndexEndedSessions1764000000001 } from './database/migrations/1764000000001-index-ended-sessions';
import { FoldNames1764000000010 } from './database/migrations/1764000000010-fold-names';
import { IndexUserPictures1764310000000 } from './database/migrations/1764310000000-index-user-pictures';
import { CreatePasswordResets1764400000000 } from './database/migrations/1764400000000-create-password-resets';
import { AddWorkspaceRoles1764550000000 } from './database/migrations/1764550000000-add-workspace-roles';
import { SigningKeyEntity } from './keys/signing-key.entity';
import { SessionEntity } from './sessions/session.entity';
import { UserEntity } from './users/user.entity';

/** What an app runs and what the tests start. */
export const authService: ServiceOptions<AuthConfig> = {
  name: 'auth',
  module: AuthAppModule,
  config: AuthConfig,
  database: {
    schema: 'auth',
    entities: [UserEntity, CredentialEntity, SessionEntity, SigningKeyEntity],
    migrations: [
      CreateAuthTables1764000000000,
      IndexEndedSessions1764000000001,
      FoldNames1764000000010,
      IndexUserPictures1764310000000,
      CreatePasswordResets1764400000000,
      AddWorkspaceRoles1764550000000,
    ],
  },
  commands: { accounts: accountsCommand },
  configureApp: (app) => void app.use(cookieParser()),
};
