import type { INestApplicationContext, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { EventTuning } from '@hallway/event-bus';
import type { ServiceConfig } from '@hallway/service-kit/config';
import type { DatabaseOptions } from '@hallway/service-kit/database';

/** What a service listens to. */
export interface ServiceEvents {
  /** `work`: one replica handles each event, in a transaction. `fanout`: every replica gets every event. */
  mode: 'competing' | 'broadcast';
  /** Domains to listen to; empty when the service only publishes. */
  domains: string[];
  /** Times and sizes of the bus, where the defaults do not fit. */
  tuning?: Partial<EventTuning>;
}

/** What a command is given. */
export interface CommandTools {
  /** Runs `work` with the service as it would be, except that nothing reaches it: no requests, no events. */
  withApp: <Result>(work: (app: INestApplicationContext) => Promise<Result>) => Promise<Result>;
  /** Writes a line for the person who asked. */
  print: (text: string) => void;
}

/** Something that main.js does for a service beside a running one, and then ends. */
export interface ServiceCommand {
  /** One line for `--help`. */
  about: string;
  /** @returns the exit code */
  run: (args: string[], tools: CommandTools) => Promise<number>;
}

/** What makes a service: its module, its settings, its schema and its events. */
export interface ServiceOptions<Config extends ServiceConfig = ServiceConfig> {
  /** As in the name of its folder: `messages`. */
  name: string;
  module: Type<unknown>;
  config: new () => Config;
  /** Absent in services without a schema, which then publish no events. */
  database?: DatabaseOptions;
  /** Absent: the service publishes events when it has a schema, and listens to none. */
  events?: ServiceEvents;
  /** Takes requests from outside; where several services share a process, it alone listens. */
  edge?: boolean;
  /** By name, on top of those that every service has. */
  commands?: Record<string, ServiceCommand>;
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
