import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { SyncGateway } from './sync.gateway';

@Module({ imports: [SocketsModule], providers: [SyncGateway] })
export class RealtimeSyncModule {}
