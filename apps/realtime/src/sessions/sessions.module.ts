import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { RevokedSessions } from './revoked-sessions.service';
import { SessionsConsumer } from './sessions.consumer';
import { SessionsGateway } from './sessions.gateway';

@Module({ imports: [SocketsModule], controllers: [SessionsConsumer], providers: [SessionsGateway, RevokedSessions], exports: [RevokedSessions] })
export class SessionsModule {}
