import { Module } from '@nestjs/common';
import { RevokedSessions } from './revoked-sessions';
import { SessionsConsumer } from './sessions.consumer';

@Module({ controllers: [SessionsConsumer], providers: [RevokedSessions], exports: [RevokedSessions] })
export class AccessModule {}
