import type { OnApplicationShutdown } from '@nestjs/common';

import type { ServiceName } from '@hallway/contracts-core';
import type { ServiceConfig } from '@hallway/service-kit/config';

import type { Neighbours } from '../neighbours/neighbours';
import { LocalReplica } from './local-replica';
import { NameLookup } from './name-lookup';
import { Replicas } from './replicas';

/** Where the other services are, for everything in this process that calls them: what one call learns of a replica spares the next. */
export class ServiceReplicas implements OnApplicationShutdown {
  private readonly services: Record<ServiceName, Replicas>;

  /** @param neighbours the services of this process, where several share one */
  constructor(config: ServiceConfig, { lookup = new NameLookup(), neighbours }: { lookup?: NameLookup; neighbours?: Neighbours } = {}) {
    const replicas = (name: ServiceName, settings: string[]): Replicas => {
      const found = neighbours?.find(name);
      return new Replicas(settings, lookup, found && new LocalReplica(found.present, found.url));
    };
    this.services = {
      auth: replicas('auth', config.AUTH_URL),
      conversations: replicas('conversations', config.CONVERSATIONS_URL),
      messages: replicas('messages', config.MESSAGES_URL),
      realtime: replicas('realtime', config.REALTIME_URL),
      uploads: replicas('uploads', config.UPLOADS_URL),
    };
  }

  of(service: ServiceName): Replicas {
    return this.services[service];
  }

  onApplicationShutdown(): void {
    for (const replicas of Object.values(this.services)) replicas.end();
  }
}
