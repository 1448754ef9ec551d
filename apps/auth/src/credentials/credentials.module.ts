import { Module } from '@nestjs/common';
import { CredentialsRepository } from './credentials.repository';
import { PasswordsService } from './passwords.service';

@Module({ providers: [CredentialsRepository, PasswordsService], exports: [PasswordsService] })
export class CredentialsModule {}
