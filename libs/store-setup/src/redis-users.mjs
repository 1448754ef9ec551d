import { createHash } from 'node:crypto';

import { channelsOf, REDIS_ACCESS, rulesOf } from './redis-access.mjs';

/**
 * Users that are no services: the person who looks after Redis, its replicas and sentinels (as Redis documents them), and
 * what reads its numbers.
 */
const OTHERS = {
  operator: '~* &* +@all',
  replica: '+psync +replconf +ping',
  sentinel: 'allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill',
  exporter: '+ping +info +client|setname +latency|latest +slowlog|len +dbsize',
};

/** Everyone who can have a password; the services first. */
export const REDIS_USERS = [...Object.keys(REDIS_ACCESS), ...Object.keys(OTHERS)];

/** Whether a probe gets an answer is no secret: health checks need no password, and may do nothing else. */
const FIXED = ['user default off', 'user health on nopass resetchannels -@all +ping'];

/**
 * The file `users.acl` of a Redis (7 or newer), which holds no password, only what proves one.
 *
 * @param {Record<string, string>} passwords by name; one that is absent has no user
 * @param {string} prefix of all keys and channels of services: REDIS_KEY_PREFIX
 */
export function redisUsers(passwords, prefix = '') {
  const users = REDIS_USERS.filter((name) => passwords[name]).map((name) => {
    const proof = createHash('sha256').update(passwords[name]).digest('hex');
    return `user ${name} on #${proof} ${REDIS_ACCESS[name] ? ofService(name, prefix) : `resetchannels -@all ${OTHERS[name]}`}`;
  });
  return `${[...FIXED, ...users].join('\n')}\n`;
}

/** A selector for each rule: a command passes where one of them allows both it and all of its keys. */
function ofService(name, prefix) {
  const { channels, commands } = channelsOf(name);
  const allowed = (names) => names.map((command) => `+${command}`).join(' ');
  const selectors = rulesOf(name).map(({ commands: own, keys = [], readOnly = [] }) =>
    ['-@all', allowed(own), ...keys.map((key) => `~${prefix}${key}`), ...readOnly.map((key) => `%R~${prefix}${key}`)].join(' '),
  );
  return [
    'resetchannels',
    ...channels.map((channel) => `&${prefix}${channel}`),
    '-@all',
    allowed(commands),
    ...selectors.map((selector) => `(${selector})`),
  ].join(' ');
}
