import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The services of Hallway. `schema` is the database schema it owns, `urlVariable` says to the others where it is,
 * `own` are the prefixes of the environment variables that are for it alone.
 */
export const SERVICES = [
  { name: 'auth', schema: 'auth', urlVariable: 'AUTH_URL', own: ['AUTH_'] },
  { name: 'conversations', schema: 'conversations', urlVariable: 'CONVERSATIONS_URL', own: ['CONVERSATIONS_'] },
  { name: 'messages', schema: 'messages', urlVariable: 'MESSAGES_URL', own: ['MESSAGES_'] },
  { name: 'uploads', schema: 'uploads', urlVariable: 'UPLOADS_URL', own: ['UPLOADS_', 'S3_'] },
  { name: 'realtime', urlVariable: 'REALTIME_URL', own: ['REALTIME_'] },
  { name: 'api-gateway', own: ['GATEWAY_'] },
];

/** The schemas of those that keep tables. */
export const SCHEMAS = SERVICES.flatMap(({ schema }) => schema ?? []);

/** All of them in one program. */
const WHOLE = { name: 'hallway', own: SERVICES.flatMap(({ own }) => own), parts: SERVICES };

/** What Hallway is made of: `one` program that runs all services, or a program for each (`separate`). */
export const MODES = { one: [WHOLE], separate: SERVICES };

/** Whether the program listens at the public port. */
export const isEdge = ({ name }) => name === WHOLE.name || name === 'api-gateway';

/** The whole program shares its ports between its replicas by itself; of any other each replica is started as a process. */
export const sharesPorts = ({ name }) => name === WHOLE.name;

/** The schemas that a program owns. */
export const schemasOf = ({ schema, parts = [] }) => [schema, ...parts.map((part) => part.schema)].filter(Boolean);

/** From the caller's environment to every service; everything else stays outside. */
const FOR_ALL = /^(PATH|HOME|TZ|LANG|LC_.*|TMPDIR|TEMP|SystemRoot|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|LOG_LEVEL|RATE_LIMITS|OTEL_.*|DATABASE_POOL_MAX)$/;

/**
 * The environment of each instance.
 *
 * @param service a program of one of the MODES
 * @param stack `{ host, publicUrl, dataDir, distDir, webDir, secrets, stores, addresses, env }`, where addresses maps a
 *   service's name to `[{ port, opsPort, workers }]` and env holds what every service gets on top
 * @param index which replica, from 0
 */
export function serviceEnv(service, stack, index) {
  const { port, opsPort, workers } = stack.addresses[service.name][index];
  return {
    ...inherited(service),
    NODE_ENV: 'production',
    // Compiled code of an earlier start: half the time until it runs. For Node 20 the launcher does it. A new build takes it away.
    NODE_COMPILE_CACHE: join(stack.distDir, service.name, '.compile-cache'),
    HOST: isEdge(service) ? stack.host : '127.0.0.1',
    PORT: String(port),
    OPS_PORT: String(opsPort),
    ...(workers > 1 && { REPLICAS: String(workers) }),
    PUBLIC_URL: stack.publicUrl,
    REDIS_URL: stack.stores.redisUrl,
    SERVICE_SECRET: stack.secrets.serviceSecret,
    ...databaseUrls(service, stack.stores),
    ...serviceUrls(stack.addresses),
    ...Object.assign({}, ...(service.parts ?? [service]).map(({ name }) => ownDefaults(name, stack))),
    ...stack.env,
  };
}

function inherited(service) {
  const wanted = (name) => FOR_ALL.test(name) || (service.own.some((prefix) => name.startsWith(prefix)) && !name.endsWith('_URL'));
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted(name)));
}

// In the one program each service has its role by the name of the service.
function databaseUrls({ schema, parts = [] }, { databaseUrls: urls }) {
  const own = parts.filter((part) => part.schema).map((part) => [`${part.schema.toUpperCase()}_DATABASE_URL`, urls[part.schema]]);
  return { ...(schema && { DATABASE_URL: urls[schema] }), ...Object.fromEntries(own) };
}

function serviceUrls(addresses) {
  const known = SERVICES.filter(({ name, urlVariable }) => urlVariable && addresses[name]);
  return Object.fromEntries(known.map(({ name, urlVariable }) => [urlVariable, addresses[name].map(({ port }) => `http://127.0.0.1:${port}`).join(',')]));
}

function ownDefaults(name, { secrets, dataDir, webDir }) {
  if (name === 'auth') return { AUTH_PASSWORD_PEPPER: secrets.authPasswordPepper, AUTH_KEY_SECRET: secrets.authKeySecret };
  if (name === 'uploads') return { UPLOADS_STORE: process.env.UPLOADS_STORE ?? 'disk', UPLOADS_DIR: process.env.UPLOADS_DIR ?? `${dataDir}/uploads` };
  if (name === 'api-gateway' && existsSync(webDir)) return { GATEWAY_WEB_DIR: process.env.GATEWAY_WEB_DIR ?? webDir };
  return {};
}
