import { Module } from '@nestjs/common';

import { ClientEvents } from './client-events.service';
import { EventLimits } from './event-limits.service';
import { LiveSockets } from './live-sockets.service';
import { LossyBroadcast } from './lossy-broadcast.service';
import { SocketMetrics } from './socket-metrics.service';
import { UnauthenticatedSockets } from './unauthenticated-sockets.service';
import { UserCalls } from './user-calls.service';

const parts = [ClientEvents, EventLimits, LiveSockets, LossyBroadcast, SocketMetrics, UnauthenticatedSockets, UserCalls];

/** The server's side of connections; all other slices build on it. */
@Module({ providers: parts, exports: parts })
export class SocketsModule {}
