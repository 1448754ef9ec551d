import type { DynamicModule } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { ServiceOptions } from './service-options';

/** Modules of the event bus for a service. */
export function eventModules(_options: Pick<ServiceOptions, 'name' | 'events'>): DynamicModule[] {
  return [];
}

/** Connects the consumers of a service to the bus. */
export function connectEvents(_app: NestExpressApplication, _options: Pick<ServiceOptions, 'name' | 'events'>): void {}
