import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

import type { ClientEventName } from '@hallway/contracts-realtime';

import { clientEventMetadata } from './client-event.decorator';
import type { HallwaySocket } from './hallway-socket';

export type ClientEventHandler = (socket: HallwaySocket, payload: object) => unknown;

/** Which method handles which client event, found once in all gateways. */
@Injectable()
export class ClientEventRegistry implements OnModuleInit {
  private readonly handlers = new Map<ClientEventName, ClientEventHandler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance === 'object' && instance !== null) this.add(instance as Record<string, ClientEventHandler>);
    }
  }

  of(event: ClientEventName): ClientEventHandler | undefined {
    return this.handlers.get(event);
  }

  private add(gateway: Record<string, ClientEventHandler>): void {
    for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(gateway) as object)) {
      const method = gateway[name];
      const event = method && (Reflect.getMetadata(clientEventMetadata, method) as ClientEventName | undefined);
      if (event) this.handlers.set(event, method.bind(gateway));
    }
  }
}
