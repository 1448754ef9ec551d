/** Sessions that ended: auth notes them, and who refuses their tokens notes what it learned by an event. */
const REVOCATIONS = [['zadd', 'zremrangebyscore', 'zrangebyscore', 'zscore'], ['auth:revoked-sessions']];

/**
 * What each service does in Redis: its own keys and channels, what it publishes, and whose events it reads. From here come
 * the users of `users.acl`; a service that needs more is refused by Redis until it says so here.
 *
 * - `publishes`: the domain whose streams it writes; `consumes`: domains it reads as a group, which keeps marks in Redis;
 *   `follows`: domains it only reads
 * - `keys`: `[commands, patterns]`; `limits`: buckets that it counts
 * - `channels`: of pub/sub
 */
export const REDIS_ACCESS = {
  auth: {
    publishes: 'auth',
    keys: [
      REVOCATIONS,
      [
        ['eval', 'hmget', 'hget', 'hset', 'expire', 'time', 'del'],
        ['waits:login:*', 'waits:login-strangers:*'],
      ],
    ],
    // Exchanges without a live session count with the gateway's anonymous calls.
    limits: ['refresh', 'anonymous'],
  },
  conversations: {
    publishes: 'conversations',
    consumes: ['auth'],
    keys: [[['get', 'set', 'del'], ['conversation:*']]],
    limits: ['groups-started', 'people-added'],
  },
  messages: { publishes: 'messages', consumes: ['auth', 'conversations', 'uploads'] },
  uploads: { publishes: 'uploads', consumes: ['messages', 'conversations'] },
  realtime: {
    follows: ['auth', 'conversations', 'messages'],
    keys: [
      [['hset', 'hdel', 'hgetall', 'expire'], ['session:*']],
      [
        ['zadd', 'zrangebyscore', 'zremrangebyscore', 'zmscore'],
        ['online_users', 'realtime:last-seen'],
      ],
      [['eval', 'time', 'zadd', 'zscore', 'zrangebyscore', 'zrem'], ['realtime:replicas']],
      [['sadd', 'srem', 'smembers', 'del'], ['realtime:held:*']],
      REVOCATIONS,
    ],
    limits: ['failed-handshakes'],
    // A pattern that is subscribed must stand here letter by letter.
    channels: ['hallway:sockets#/#*', 'hallway:sockets-request#/#', 'hallway:sockets-response#/#*'],
  },
  'api-gateway': {
    follows: ['auth'],
    keys: [REVOCATIONS],
    limits: ['anonymous', 'read', 'write', 'search'],
  },
};

/** Of every connection: probes, its name, the memory that metrics show, and the end of a read that waits. */
export const EVERYONE = ['ping', 'info', 'select', 'client|setname', 'client|id', 'client|unblock'];

const OF_CHANNELS = ['publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'];

/** A bucket of the limiter: libs/service-kit/src/limits/rate-limits.ts. */
const OF_LIMITS = ['evalsha', 'eval', 'set', 'incrby', 'pttl', 'expire'];

const streamsOf = (domain) => [`hallway:{${domain}}:[0-9]`, `hallway:{${domain}}:1[0-5]`];

/** The relay of the domain: appends, trims, and answers readers that are far behind. */
const publishing = (domain) => ({
  commands: ['eval', 'xadd', 'xtrim', 'xinfo', 'xpending', 'xgroup|destroy', 'memory|usage', 'hgetall', 'hdel', 'del', 'rpush', 'pexpire', 'multi', 'exec'],
  keys: [...streamsOf(domain), `hallway:{${domain}}:again:*`, `hallway:{${domain}}:wanted`],
});

/** A group of the domain: leases, marks and what it wants again. It appends no event and takes none away. */
const consuming = (service, domain) => [
  {
    commands: [
      ...['eval', 'time', 'xreadgroup', 'xrange', 'xack', 'xautoclaim', 'xinfo', 'xgroup|create', 'xgroup|setid', 'xgroup|delconsumer'],
      ...['zadd', 'zrem', 'zcard', 'zremrangebyscore', 'hset', 'hget', 'hdel', 'hgetall'],
    ],
    keys: [...streamsOf(domain), `hallway:{${domain}}:members:${service}`, `hallway:{${domain}}:leases:${service}`],
  },
  { commands: ['hset'], keys: [`hallway:{${domain}}:wanted`] },
  { commands: ['lrange'], readOnly: [`hallway:{${domain}}:again:*:${service}`] },
];

const following = (domain) => ({ commands: ['eval_ro', 'xread', 'xinfo'], readOnly: streamsOf(domain) });

/**
 * What Redis is asked to allow a service: each rule is commands with the keys that they may touch.
 *
 * @returns {{ commands: string[], keys?: string[], readOnly?: string[] }[]}
 */
export function rulesOf(service) {
  const { publishes, consumes = [], follows = [], keys = [], limits = [] } = REDIS_ACCESS[service];
  return [
    ...(publishes ? [publishing(publishes)] : []),
    ...consumes.flatMap((domain) => consuming(service, domain)),
    ...follows.map(following),
    ...keys.map(([commands, patterns]) => ({ commands, keys: patterns })),
    ...(limits.length > 0 ? [{ commands: OF_LIMITS, keys: limits.map((bucket) => `limit:${bucket}:*`) }] : []),
  ];
}

/** What it may say without a key, and where. */
export function channelsOf(service) {
  const { channels = [] } = REDIS_ACCESS[service];
  return { channels, commands: channels.length > 0 ? [...EVERYONE, ...OF_CHANNELS] : EVERYONE };
}
