import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';

import type { ServiceConfig } from '../config';
import type { DatabaseOptions } from '../database';
import type { EventTuning } from '../events';

/** What a service listens to. */
export interface ServiceEvents {
  /** `work`: one replica handles each event, in a transaction. `fanout`: every replica gets every event. */
  mode: 'work' | 'fanout';
  /** Domains to listen to; empty when the service only tells. */
  domains: string[];
  /** Times and sizes of the bus, for tests. */
  tuning?: Partial<EventTuning>;
}

/** What makes a service: its module, its settings, its schema and its events. */
export interface ServiceOptions<Config extends ServiceConfig = ServiceConfig> {
  /** As in the name of its folder: `messages`. */
  name: string;
  module: Type<unknown>;
  config: new () => Config;
  /** Absent in services without a schema. */
  database?: DatabaseOptions;
  /** Instead of `database`, where a service builds the data source itself. */
  dataSource?: (config: Config) => DataSource;
  /** Absent: the service tells events when it has a schema, and listens to none. */
  events?: ServiceEvents;
  /** Called before the application starts: middleware, WebSocket adapter. */
  configureApp?: (app: NestExpressApplication) => void | Promise<void>;
}

/** A running service. */
export interface ServiceApp {
  app: NestExpressApplication;
  /** Base URL of the routes. */
  url: string;
  /** Base URL of health checks and metrics. */
  opsUrl: string;
  /** Unready, no new work, finish what runs, close the stores. */
  close(): Promise<void>;
}
