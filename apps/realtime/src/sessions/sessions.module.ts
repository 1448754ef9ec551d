import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { RevokedSessions } from './revoked-sessions.service';
import { SessionEndings } from './session-endings.service';
import { SessionSweep } from './session-sweep.service';
import { SessionsConsumer } from './sessions.consumer';
import { SessionsGateway } from './sessions.gateway';

@Module({ imports: [SocketsModule], controllers: [SessionsConsumer], providers: [SessionsGateway, RevokedSessions, SessionEndings, SessionSweep], exports: [RevokedSessions] })
export class SessionsModule {}
