import { Module } from '@nestjs/common';

import type { EventDefinition } from '@hallway/contracts-core';
import { Outbox } from '@hallway/event-bus';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';

@Module({})
class NothingElse {}

/** Publishes auth's events the way auth does: from an outbox of its own, over Redis. */
export class AuthPublisher {
  private constructor(private readonly service: ServiceApp) {}

  static async start(settings: { DATABASE_URL: string; REDIS_URL: string; REDIS_KEY_PREFIX: string }): Promise<AuthPublisher> {
    const database = { schema: 'auth', entities: [], migrations: [] };
    return new AuthPublisher(await createServiceApp({ name: 'auth', module: NothingElse, config: ServiceConfig, database }, settings));
  }

  async publish<Payload extends object>(definition: EventDefinition<Payload>, payload: Payload): Promise<void> {
    const outbox = this.service.app.get(Outbox);
    await this.service.app.get(Transactions).run(async (tx) => outbox.add(tx, definition, payload));
  }

  stop(): Promise<void> {
    return this.service.close();
  }
}
