import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';

import { redisBinary } from '../../../tools/local-stack/redis-binary.mjs';
import { eventually } from './eventually';

/** A Redis of this test alone, on a socket file, which forgets everything when it stops. */
export class OwnRedis {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hallway-redis-'));
  private readonly clients = new Set<Redis>();
  private server: ChildProcess | undefined;
  readonly path = join(this.folder, 'redis.sock');

  /** @param options how its clients behave: `redisPreset` says how those of a service do */
  constructor(private readonly options: RedisOptions) {}

  async start(): Promise<void> {
    const { command = 'redis-server', env } = redisBinary(() => undefined);
    const args = ['--port', '0', '--unixsocket', this.path, '--save', '', '--appendonly', 'no', '--dir', this.folder];
    this.server = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
    const probe = this.client();
    await eventually(() => probe.status === 'ready');
    this.disconnect(probe);
  }

  /** As a crash: nothing is written, no client is notified. */
  async kill(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  signal(name: NodeJS.Signals): void {
    this.server?.kill(name);
  }

  client(): Redis {
    const client = new Redis({ ...this.options, path: this.path, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    this.clients.add(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.disconnect();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private disconnect(client: Redis): void {
    this.clients.delete(client);
    client.disconnect();
  }
}
