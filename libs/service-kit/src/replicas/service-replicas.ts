import type { OnApplicationShutdown } from '@nestjs/common';

import type { ServiceConfig } from '../config';
import { NameLookup } from './name-lookup';
import { Replicas } from './replicas';

export type ServiceName = 'auth' | 'conversations' | 'messages' | 'realtime' | 'uploads';

/** Where the other services are, for everything in this process that calls them: what one call learns of a replica spares the next. */
export class ServiceReplicas implements OnApplicationShutdown {
  private readonly services: Record<ServiceName, Replicas>;

  constructor(config: ServiceConfig, lookup = new NameLookup()) {
    this.services = {
      auth: new Replicas(config.AUTH_URL, lookup),
      conversations: new Replicas(config.CONVERSATIONS_URL, lookup),
      messages: new Replicas(config.MESSAGES_URL, lookup),
      realtime: new Replicas(config.REALTIME_URL, lookup),
      uploads: new Replicas(config.UPLOADS_URL, lookup),
    };
  }

  of(service: ServiceName): Replicas {
    return this.services[service];
  }

  onApplicationShutdown(): void {
    for (const replicas of Object.values(this.services)) replicas.end();
  }
}
