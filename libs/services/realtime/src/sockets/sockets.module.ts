import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { ClientEventRegistry } from './client-event-registry';
import { ClientEventsService } from './client-events.service';
import { EventLimitsService } from './event-limits.service';
import { EventLoopGuard } from './event-loop-guard';
import { LiveSocketsService } from './live-sockets.service';
import { LossyBroadcastService } from './lossy-broadcast.service';
import { SocketMetricsService } from './socket-metrics.service';
import { UnauthenticatedSocketsService } from './unauthenticated-sockets.service';
import { UserCallsService } from './user-calls.service';

const parts = [
  ClientEventRegistry,
  ClientEventsService,
  EventLimitsService,
  LiveSocketsService,
  LossyBroadcastService,
  SocketMetricsService,
  EventLoopGuard,
  UnauthenticatedSocketsService,
  UserCallsService,
];

/** The server's side of connections; all other slices build on it. */
@Module({ imports: [DiscoveryModule], providers: parts, exports: parts })
export class SocketsModule {}
