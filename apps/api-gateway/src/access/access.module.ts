import { Module } from '@nestjs/common';
import { RevokedSessions } from './revoked-sessions';
import { SessionSweep } from './session-sweep.service';
import { SessionsConsumer } from './sessions.consumer';

@Module({ controllers: [SessionsConsumer], providers: [RevokedSessions, SessionSweep], exports: [RevokedSessions] })
export class AccessModule {}
