import { SERVICES } from './services.mjs';
import { StackError } from './stack-error.mjs';

const MOST_REPLICAS = 20;

/**
 * What a person has set, as options of startStack; what is empty counts as absent.
 *
 * @param env the environment
 * @param replicas as typed: `messages=2,realtime=2`
 */
export function readSettings(env, replicas) {
  const { PORT, HOST, DATA_DIR, DATABASE_URL, REDIS_URL, PUBLIC_URL } = env;
  if (PORT && !(/^\d{1,5}$/.test(PORT) && Number(PORT) <= 65_535)) throw new StackError(`PORT must be a number from 0 to 65535; it is "${PORT}".`);
  // Their values may hold passwords, so they are not repeated.
  if (DATABASE_URL && !isAddress(DATABASE_URL, ['postgres:', 'postgresql:'])) throw new StackError('DATABASE_URL must be a postgres:// address.');
  if (REDIS_URL && !isAddress(REDIS_URL, ['redis:', 'rediss:'])) throw new StackError('REDIS_URL must be a redis:// or rediss:// address.');
  if (PUBLIC_URL && !isAddress(PUBLIC_URL, ['http:', 'https:'])) throw new StackError(`PUBLIC_URL must be an http:// or https:// address; it is "${PUBLIC_URL}".`);
  const given = { port: PORT, host: HOST, dataDir: DATA_DIR, databaseUrl: DATABASE_URL, redisUrl: REDIS_URL, publicUrl: PUBLIC_URL };
  return { replicas: readReplicas(replicas), ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)) };
}

function readReplicas(text) {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, count] = pair.split('=');
      if (!SERVICES.some((service) => service.name === name)) {
        throw new StackError(`--replicas: there is no service "${name}"; there are ${SERVICES.map((service) => service.name).join(', ')}.`);
      }
      if (!/^\d{1,2}$/.test(count ?? '') || Number(count) < 1 || Number(count) > MOST_REPLICAS) {
        throw new StackError(`--replicas: "${pair}" must end with a number from 1 to ${MOST_REPLICAS}.`);
      }
      return [name, Number(count)];
    }),
  );
}

function isAddress(text, protocols) {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
