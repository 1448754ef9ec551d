import { Module } from '@nestjs/common';

import { NameRefoldService } from './name-refold.service';
import { UsersController } from './users.controller';
import { UsersRepository } from './users.repository';
import { UsersService } from './users.service';

@Module({ controllers: [UsersController], providers: [UsersRepository, UsersService, NameRefoldService], exports: [UsersService] })
export class UsersModule {}
