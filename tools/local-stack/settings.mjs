import { basename } from 'node:path';

import { MODES, SERVICES } from './services.mjs';
import { StackError } from './stack-error.mjs';

const MOST_REPLICAS = 20;

/**
 * What a person has set, as options of startStack; what is empty counts as absent.
 *
 * @param env the environment
 * @param typed.replicas in place of REPLICAS: `2`, or `messages:2,realtime:2` where services have processes of their own
 * @param typed.only the name (or folder) of the one program to run
 */
export function readSettings(env, { replicas = env.REPLICAS, only } = {}) {
  const { PORT, HOST, DATA_DIR, DATABASE_URL, REDIS_URL, PUBLIC_URL } = env;
  const mode = only ? modeOf(basename(only)) : env.HALLWAY_MODE;
  if (mode && !Object.hasOwn(MODES, mode)) throw new StackError(`HALLWAY_MODE must be ${Object.keys(MODES).join(' or ')}; it is "${mode}".`);
  if (PORT && !(/^\d{1,5}$/.test(PORT) && Number(PORT) <= 65_535)) throw new StackError(`PORT must be a number from 0 to 65535; it is "${PORT}".`);
  // Their values may hold passwords, so they are not repeated.
  if (DATABASE_URL && !isAddress(DATABASE_URL, ['postgres:', 'postgresql:'])) throw new StackError('DATABASE_URL must be a postgres:// address.');
  if (REDIS_URL && !isAddress(REDIS_URL, ['redis:', 'rediss:'])) throw new StackError('REDIS_URL must be a redis:// or rediss:// address.');
  if (PUBLIC_URL && !isAddress(PUBLIC_URL, ['http:', 'https:']))
    throw new StackError(`PUBLIC_URL must be an http:// or https:// address; it is "${PUBLIC_URL}".`);
  const given = { port: PORT, host: HOST, dataDir: DATA_DIR, databaseUrl: DATABASE_URL, redisUrl: REDIS_URL, publicUrl: PUBLIC_URL, mode };
  return {
    ...(mode === 'separate' && only && { only: basename(only) }),
    ...(replicas && { replicas: readReplicas(replicas, mode) }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
  };
}

function modeOf(program) {
  const mode = Object.keys(MODES).find((name) => MODES[name].some((known) => known.name === program));
  if (mode) return mode;
  throw new StackError(
    `There is no program "${program}"; there are ${Object.values(MODES)
      .flat()
      .map(({ name }) => name)
      .join(', ')}.`,
  );
}

function readReplicas(text, mode) {
  if (mode === 'separate') return Object.fromEntries(text.split(',').filter(Boolean).map(replicasOfOne));
  if (!isCount(text))
    throw new StackError(
      `REPLICAS must be a number from 1 to ${MOST_REPLICAS}, as all services run in one process; it is "${text}". With HALLWAY_MODE=separate it is a list such as messages:2,realtime:2.`,
    );
  return { [MODES.one[0].name]: Number(text) };
}

function replicasOfOne(pair) {
  const [name, count, ...rest] = pair.split(':');
  if (!SERVICES.some((service) => service.name === name) || rest.length > 0 || !isCount(count)) {
    throw new StackError(
      `REPLICAS must be a list such as messages:2,realtime:2, of ${SERVICES.map((service) => service.name).join(', ')}, each with a number from 1 to ${MOST_REPLICAS}; "${pair}" is none of it.`,
    );
  }
  return [name, Number(count)];
}

function isCount(text = '') {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_REPLICAS;
}

function isAddress(text, protocols) {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
