import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { ClientEventHandlers } from './client-event-handlers.service';
import { ClientEvents } from './client-events.service';
import { EventLimits } from './event-limits.service';
import { LiveSockets } from './live-sockets.service';
import { LossyBroadcast } from './lossy-broadcast.service';
import { SocketMetrics } from './socket-metrics.service';
import { Standstill } from './standstill.service';
import { UnauthenticatedSockets } from './unauthenticated-sockets.service';
import { UserCalls } from './user-calls.service';

const parts = [ClientEventHandlers, ClientEvents, EventLimits, LiveSockets, LossyBroadcast, SocketMetrics, Standstill, UnauthenticatedSockets, UserCalls];

/** The server's side of connections; all other slices build on it. */
@Module({ imports: [DiscoveryModule], providers: parts, exports: parts })
export class SocketsModule {}
