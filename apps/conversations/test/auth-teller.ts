import { Module } from '@nestjs/common';
import type { EventDefinition } from '@hallway/contracts-core';
import { createServiceApp, type ServiceApp } from '@hallway/service-kit/boot';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';
import { Outbox } from '@hallway/service-kit/events';

@Module({})
class NothingElse {}

/** Tells auth's events the way auth does: from an outbox of its own, over Redis. */
export class AuthTeller {
  private constructor(private readonly service: ServiceApp) {}

  static async start(settings: { DATABASE_URL: string; REDIS_URL: string; REDIS_KEY_PREFIX: string }): Promise<AuthTeller> {
    const database = { schema: 'auth', entities: [], migrations: [] };
    return new AuthTeller(await createServiceApp({ name: 'auth', module: NothingElse, config: ServiceConfig, database }, settings));
  }

  async tell<Payload extends object>(definition: EventDefinition<Payload>, payload: Payload): Promise<void> {
    const outbox = this.service.app.get(Outbox);
    await this.service.app.get(Transactions).run(async (tx) => outbox.add(tx, definition, payload));
  }

  stop(): Promise<void> {
    return this.service.close();
  }
}
