import { Module } from '@nestjs/common';
import { UsersConsumer } from './users.consumer';
import { UsersRepository } from './users.repository';
import { UsersService } from './users.service';

@Module({ controllers: [UsersConsumer], providers: [UsersRepository, UsersService], exports: [UsersService] })
export class UsersModule {}
