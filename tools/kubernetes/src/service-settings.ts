import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { gatewayService } from '@hallway/api-gateway-service';
import { authService } from '@hallway/auth-service';
import { conversationsService } from '@hallway/conversations-service';
import { messagesService } from '@hallway/messages-service';
import { realtimeService } from '@hallway/realtime-service';
import type { ServiceOptions } from '@hallway/service-host';
import { describeConfig, loadConfig, ownEnvironment, type ServiceConfig } from '@hallway/service-kit/config';
import { uploadsService } from '@hallway/uploads-service';

import { root } from './chart';

export type Env = Record<string, string>;

export const services = [gatewayService, authService, conversationsService, messagesService, realtimeService, uploadsService] as unknown as ServiceOptions[];

/** Of Node itself. */
const NODE = ['NODE_EXTRA_CA_CERTS'];
/** Of the one process: apps/hallway/src/config.ts. */
const WHOLE = ['REPLICAS'];

const recipe = readFileSync(join(root, 'deploy/docker/service.Dockerfile'), 'utf8');
/** What every container has by its image. */
export const ofImage: Env = Object.fromEntries([...(/^ENV (.+)$/m.exec(recipe)?.[1] ?? '').matchAll(/(\S+)=(\S+)/g)].map(([, name, value]) => [name, value]));

/** A container of an app: the services in it, and its whole environment. */
export interface AppRun {
  env: Env;
  parts: ServiceOptions[];
}

/** The services of `hallway/<app>`. */
export const partsOf = (app: string): ServiceOptions[] => (app === 'hallway' ? services : services.filter(({ name }) => name === app));

/** As the service itself reads its settings. Throws what it would say. */
export const load = ({ config, database }: ServiceOptions, env: Record<string, string | undefined>): ServiceConfig =>
  loadConfig(config, env, database ? ['DATABASE_URL'] : []);

/** What reaches one service of a container. */
export const environmentOf = (part: ServiceOptions, { parts, env }: AppRun): Record<string, string | undefined> =>
  parts.length > 1 ? ownEnvironment(part.name, { edge: part.edge, env }) : env;

const prefix = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_`;

/** What a container may be given: the settings of its services, in one process also by the name of the service. */
export function settingsOf({ parts }: AppRun): Set<string> {
  const own = parts.flatMap(({ name, config }) =>
    describeConfig(config).flatMap((row) => (parts.length > 1 ? [row.name, prefix(name) + row.name] : [row.name])),
  );
  return new Set([...own, ...NODE, ...(parts.length > 1 ? WHOLE : [])]);
}
