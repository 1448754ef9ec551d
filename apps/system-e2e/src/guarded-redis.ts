import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

import { eventually } from '@hallway/testing';

import { REDIS_USERS, redisUsers } from '../../../libs/store-setup/src/redis-users.mjs';
import { freePort } from '../../../tools/local-stack/ports.mjs';
import { redisBinary } from '../../../tools/local-stack/redis-binary.mjs';

const passwordOf = (user: string): string => `password-of-${user}`;

/** A Redis of one test, with a user for each service and no other. */
export class GuardedRedis {
  private readonly operator: Redis;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly server: ChildProcess,
  ) {
    this.operator = this.as('operator');
  }

  static async start(): Promise<GuardedRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'hallway-redis-'));
    const file = join(folder, 'users.acl');
    writeFileSync(file, redisUsers(Object.fromEntries(REDIS_USERS.map((user) => [user, passwordOf(user)]))));
    const { command = 'redis-server', env } = redisBinary(() => undefined);
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--aclfile', file];
    const redis = new GuardedRedis(port, folder, spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' }));
    await eventually(() => redis.operator.status === 'ready');
    return redis;
  }

  urlOf(user: string): string {
    return `redis://${user}:${passwordOf(user)}@127.0.0.1:${this.port}`;
  }

  /** A connection of this user. */
  as(user: string): Redis {
    const client = new Redis(this.urlOf(user), { retryStrategy: () => 50 });
    client.on('error', () => undefined); // not up yet
    return client;
  }

  /** One command as the one who may do everything. */
  command(name: string, ...args: string[]): Promise<unknown> {
    return this.operator.call(name, ...args);
  }

  /** What was refused until now, as `user: command or key`. */
  async refused(): Promise<string[]> {
    const log = (await this.command('ACL', 'LOG', '100')) as (string | number)[][];
    return log.map((entry) => {
      const of = (name: string): string => String(entry[entry.indexOf(name) + 1]);
      return `${of('username')}: ${of('reason')} ${of('object')}`;
    });
  }

  /** What Redis would answer to this command of a user: OK, or why not. */
  async tried(user: string, command: string): Promise<string> {
    return String(await this.command('ACL', 'DRYRUN', user, ...command.split(' ')));
  }

  async close(): Promise<void> {
    this.operator.disconnect();
    const ended = once(this.server, 'exit');
    this.server.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
