import { existsSync } from 'node:fs';

/**
 * The processes of Hallway. `schema` is the database schema it owns, `urlVariable` tells the others where it is,
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

/** From the caller's environment to every service; everything else stays outside. */
const FOR_ALL = /^(PATH|HOME|TZ|LANG|LC_.*|TMPDIR|TEMP|SystemRoot|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|LOG_LEVEL|RATE_LIMITS|DATABASE_POOL_MAX)$/;

/**
 * The environment of each instance.
 *
 * @param service an entry of SERVICES
 * @param stack `{ host, publicUrl, dataDir, webDir, secrets, stores, addresses, env }`, where addresses maps a
 *   service's name to `[{ port, opsPort }]` and env holds what every service gets on top
 * @param index which replica, from 0
 */
export function serviceEnv(service, stack, index) {
  const { port, opsPort } = stack.addresses[service.name][index];
  return {
    ...inherited(service),
    NODE_ENV: 'production',
    HOST: service.name === 'api-gateway' ? stack.host : '127.0.0.1',
    PORT: String(port),
    OPS_PORT: String(opsPort),
    PUBLIC_URL: stack.publicUrl,
    REDIS_URL: stack.stores.redisUrl,
    SERVICE_SECRET: stack.secrets.serviceSecret,
    ...(service.schema && { DATABASE_URL: stack.stores.databaseUrls[service.schema] }),
    ...serviceUrls(stack.addresses),
    ...ownDefaults(service.name, stack),
    ...stack.env,
  };
}

function inherited(service) {
  const wanted = (name) => FOR_ALL.test(name) || (service.own.some((prefix) => name.startsWith(prefix)) && !name.endsWith('_URL'));
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted(name)));
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
