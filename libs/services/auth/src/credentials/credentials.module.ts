import { Module } from '@nestjs/common';

import { CredentialsRepository } from './credentials.repository';
import { PasswordsService } from './passwords.service';
import { ResetLinksRepository } from './reset-links.repository';
import { ResetLinksService } from './reset-links.service';

@Module({
  providers: [CredentialsRepository, PasswordsService, ResetLinksRepository, ResetLinksService],
  exports: [PasswordsService, ResetLinksService],
})
export class CredentialsModule {}
