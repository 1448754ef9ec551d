import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';

import { freePort } from '../../../local-stack/ports.mjs';
import { endProcess, signal, waitUntil } from '../../../local-stack/processes.mjs';
import { redisBinary } from '../../../local-stack/redis-binary.mjs';

const MASTER = 'hallway';
const QUORUM = 2;
const DOWN_AFTER_MS = 1_000;

interface Server {
  port: number;
  child: ChildProcess;
  start(): ChildProcess;
}

/** A Redis master with one replica and three sentinels that choose between them. */
export class RedisGroup {
  private readonly servers: Server[] = [];
  private readonly sentinels: Server[] = [];

  private constructor(private readonly dir: string) {}

  static async start(dataDir: string): Promise<RedisGroup> {
    const group = new RedisGroup(join(dataDir, 'redis-group'));
    try {
      const master = await group.server([]);
      await group.server([`replicaof 127.0.0.1 ${master.port}`]);
      for (let index = 0; index < 3; index += 1) await group.sentinel(master.port);
      await group.untilComplete();
      return group;
    } catch (error) {
      await group.stop();
      throw error;
    }
  }

  get url(): string {
    return `redis-sentinel://${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${MASTER}`;
  }

  /** The port that the sentinels name now. */
  async masterPort(): Promise<number> {
    const address = await this.ask(this.sentinels[0]!.port, (client) => client.call('sentinel', 'get-master-addr-by-name', MASTER));
    return Number((address as string[])[1]);
  }

  async signalMaster(name: NodeJS.Signals, port?: number): Promise<number> {
    const wanted = port ?? (await this.masterPort());
    const server = this.servers.find((one) => one.port === wanted);
    if (!server?.child.pid) throw new Error(`No Redis runs on ${wanted}`);
    signal(server.child.pid, name);
    return wanted;
  }

  async untilMasterIsNot(port: number): Promise<void> {
    if (!(await waitUntil(async () => (await this.masterPort()) !== port, 30_000, 100))) throw new Error('The sentinels chose no other master');
  }

  /** Starts a killed server again; the sentinels make it a replica. */
  restart(port: number): void {
    const server = this.servers.find((one) => one.port === port);
    if (server) server.child = server.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.sentinels, ...this.servers].map(({ child }) => child.pid && endProcess(child.pid, { with: 'SIGKILL' })));
  }

  private async server(more: string[]): Promise<Server> {
    const lines = ['appendonly no', 'save ""', 'maxmemory-policy noeviction', 'min-replicas-to-write 0', ...more];
    return this.launch(this.servers, 'server', lines, []);
  }

  private async sentinel(masterPort: number): Promise<void> {
    const lines = [
      `sentinel monitor ${MASTER} 127.0.0.1 ${masterPort} ${QUORUM}`,
      `sentinel down-after-milliseconds ${MASTER} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${MASTER} 5000`,
    ];
    await this.launch(this.sentinels, 'sentinel', lines, ['--sentinel']);
  }

  private async launch(list: Server[], kind: string, lines: string[], args: string[]): Promise<Server> {
    const port = await freePort();
    const dir = join(this.dir, `${kind}-${port}`);
    mkdirSync(dir, { recursive: true });
    const file = join(dir, 'redis.conf');
    writeFileSync(file, ['bind 127.0.0.1', `port ${port}`, `dir "${dir}"`, ...lines, ''].join('\n'));
    const { command, env } = redisBinary(() => undefined);
    if (!command) throw new Error('There is no redis-server');
    const start = () => spawn(command, [file, ...args], { cwd: dir, env: { ...process.env, ...env }, detached: true, stdio: 'ignore' });
    const server = { port, start, child: start() };
    list.push(server);
    if (!(await waitUntil(() => this.answers(port), 10_000))) throw new Error(`The Redis ${kind} on ${port} did not start`);
    return server;
  }

  /** A failover before the replica is in sync, or before the sentinels know each other, proves nothing. */
  private async untilComplete(): Promise<void> {
    const known = async ({ port }: Server) => {
      const [state] = (await this.ask(port, (client) => client.call('sentinel', 'masters'))) as string[][];
      const field = (name: string) => state?.[state.indexOf(name) + 1];
      return field('num-slaves') === '1' && field('num-other-sentinels') === '2' && field('flags') === 'master';
    };
    const linked = async () => String(await this.ask(this.servers[0]!.port, (client) => client.info('replication'))).includes('state=online');
    const complete = async () => (await linked()) && (await Promise.all(this.sentinels.map(known))).every(Boolean);
    if (!(await waitUntil(complete, 40_000, 200))) throw new Error('The Redis sentinels did not find each other');
  }

  private async answers(port: number): Promise<boolean> {
    return this.ask(port, (client) => client.ping()).then(
      () => true,
      () => false,
    );
  }

  private async ask<Answer>(port: number, question: (client: Redis) => Promise<Answer>): Promise<Answer> {
    const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000, commandTimeout: 2_000 });
    client.on('error', () => undefined); // told by the rejected call
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}
