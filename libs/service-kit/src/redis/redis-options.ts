import type { RedisOptions } from 'ioredis';

/** `command`: answers requests, fails fast. `blocking`: waits for new entries on a connection of its own. `subscriber`: pub/sub. */
export type RedisPurpose = 'command' | 'blocking' | 'subscriber';

/** Doubles from 50 ms to 2 s, with jitter, so that replicas do not return in step. */
function retryDelay(times: number): number {
  const most = Math.min(50 * 2 ** Math.min(times, 6), 2_000);
  return most / 2 + Math.random() * (most / 2);
}

const common: RedisOptions = {
  connectTimeout: 5_000,
  keepAlive: 30_000,
  // How long a closing connection may take to say goodbye. One that Redis has left takes all of it, and with it the end of the process.
  disconnectTimeout: 300,
  retryStrategy: retryDelay,
  // After a failover the old master refuses writes: reconnect finds the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

const byPurpose: Record<RedisPurpose, RedisOptions> = {
  // What waits for an answer when the connection breaks may have been done: it fails then, and is not sent again.
  // Closed before its next try, ioredis would leave it waiting and the process with it.
  command: { enableOfflineQueue: false, commandTimeout: 2_000, maxRetriesPerRequest: 0 },
  blocking: { maxRetriesPerRequest: null },
  subscriber: { maxRetriesPerRequest: null },
};

/** Where `redis-sentinel://[user:password@]host:port,host:port/master-name` leads to. */
function sentinelOptions(url: string): RedisOptions {
  const parts = /^rediss?-sentinel:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/]+)\/([^/?]+)$/.exec(url);
  if (!parts) throw new TypeError('REDIS_URL must be redis-sentinel://host:port,host:port/master-name');
  const [, username, password, hosts = '', name = ''] = parts;
  return {
    sentinels: hosts.split(',').map((host) => ({ host: host.split(':')[0] ?? host, port: Number(host.split(':')[1] ?? 26_379) })),
    name: decodeURIComponent(name),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(url.startsWith('rediss') && { tls: {}, enableTLSForSentinelMode: true }),
    // Without it a client stays with a master that was replaced, and its writes are lost.
    failoverDetector: true,
  };
}

/** Where to connect: a URL, or sentinels. */
export function redisTarget(url: string): { url?: string; options: RedisOptions } {
  return url.includes('-sentinel://') ? { options: sentinelOptions(url) } : { url, options: {} };
}

/** The preset of a purpose. */
export function redisPreset(purpose: RedisPurpose, keyPrefix: string): RedisOptions {
  return { ...common, ...byPurpose[purpose], ...(keyPrefix && { keyPrefix }) };
}
