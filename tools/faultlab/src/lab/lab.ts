import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

import { waitUntil } from '../../../local-stack/processes.mjs';
import { startStack } from '../../../local-stack/start-stack.mjs';
import { movableClock } from './faketime';
import type { Form, LabNeeds } from './lab-needs';
import { logFault } from './log-fault';
import { signalFamily } from './process-family';
import type { Recorder } from './recorder';
import { RedisGroup } from './redis-group';
import { ServiceProxies } from './service-proxies';
import { SmallDisk } from './small-disk';
import { Standby } from './standby';
import { TcpProxy } from './tcp-proxy';
import { wovenServices } from './woven-services';

type Stack = Awaited<ReturnType<typeof startStack>>;
export type LabReplica = Stack['services'][number];

const COMES_BACK_MS = 90_000;
const DISK_MEGABYTES = 300;
const ONE_PROCESS = 'hallway';

/** What a lab serves: one run after another. */
export interface ServedRun {
  recorder: Recorder;
  random: () => number;
}

export interface LabOptions extends LabNeeds {
  mode: Form;
  quiet: boolean;
  /** Ends a start half-way. */
  abort: AbortSignal;
}

/** The whole of Hallway as processes, on stores of its own. */
export class Lab {
  private stopping: Promise<void> | undefined;
  private standby: Standby | undefined;
  private promoted = false;

  private constructor(
    readonly stack: Stack,
    readonly dataDir: string,
    /** What stands between the processes. */
    readonly proxies: ServiceProxies,
    readonly group: RedisGroup | undefined,
    private readonly smallDisk: SmallDisk | undefined,
    private readonly door: TcpProxy | undefined,
    private readonly served: { run: ServedRun },
  ) {}

  static async start(options: LabOptions, first: ServedRun): Promise<Lab> {
    const dataDir = mkdtempSync(join(tmpdir(), 'hallway-lab-'));
    const served = { run: first };
    const random = () => served.run.random();
    const proxies = new ServiceProxies({ ...options, random });
    let group: RedisGroup | undefined;
    let smallDisk: SmallDisk | undefined;
    try {
      smallDisk = options.smallDisk && linkedDisk(dataDir, options.smallDisk);
      if (options.redis === 'sentinel') group = await RedisGroup.start(dataDir);
      const distDir = options.failpoint ? await wovenServices(process.cwd(), options.failpoint, options.mode) : options.distDir;
      const stack = await startStack({
        ...settings(options, dataDir, served),
        dataDir,
        ...(distDir && { distDir }),
        adjustEnv: proxies.adjust,
        ...(group && { redisUrl: group.url }),
      });
      const { hostname, port } = new URL(stack.url);
      const door = options.proxied?.includes('clients') ? await TcpProxy.listen({ host: hostname, port: Number(port) }, random) : undefined;
      const lab = new Lab(stack, dataDir, proxies, group, smallDisk, door, served);
      if (options.standby) await lab.addStandby(options.standby);
      return lab;
    } catch (error) {
      await Promise.all([group?.stop(), proxies.close()]);
      smallDisk?.unmount();
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  /** From now on it serves another run. */
  async serve(run: ServedRun): Promise<void> {
    this.served.run = run;
    await this.allReady();
  }

  /** Where clients go: through the proxy when there is one. */
  get url(): string {
    return this.door ? `http://127.0.0.1:${this.door.port}` : this.stack.url;
  }

  /** The database as its owner sees it. */
  get databaseUrl(): string {
    return this.promoted && this.standby ? this.standby.url : this.stack.stores.ownerUrl;
  }

  /** The proxy in front of everything. */
  get clientLink(): TcpProxy {
    if (!this.door) throw new Error('This lab has no proxy for its clients');
    return this.door;
  }

  /** Every replica of a service, or the one of that name; the one process is that of each. */
  replicas(name: string): LabReplica[] {
    const found = this.stack.services.filter((service: LabReplica) => [name, ONE_PROCESS].includes(service.name) || service.instance === name);
    if (found.length === 0) throw new Error(`There is no ${name}`);
    return found;
  }

  /** The process that passes the failpoint next is struck; resolves when one was. */
  async strike(): Promise<void> {
    const file = strikeFile(this.dataDir);
    writeFileSync(file, '');
    if (!(await waitUntil(() => !existsSync(file), COMES_BACK_MS))) throw new Error('The failpoint was not reached');
  }

  get sentinels(): RedisGroup {
    if (!this.group) throw new Error('This lab has no sentinels');
    return this.group;
  }

  /** The disk that can be filled. */
  get disk(): SmallDisk {
    if (!this.smallDisk) throw new Error('This lab has no small disk');
    return this.smallDisk;
  }

  /** Kills all of these at once, and waits until they are back, which they are not before `downMs`; without it, as soon as they would be in earnest. */
  async killAndWait(names: string[], downMs?: number): Promise<void> {
    const doomed = [...new Set(names.flatMap((name) => this.replicas(name)))].map((replica) => ({ replica, pid: replica.pid }));
    for (const { replica } of doomed) replica.kill('SIGKILL', { downMs });
    await Promise.all(doomed.map(({ replica, pid }) => this.reborn(replica.instance, pid)));
  }

  /** Resolves when the replica runs as another process, and is ready. */
  async reborn(instance: string, oldPid: number | undefined): Promise<void> {
    const [replica] = this.replicas(instance);
    if (!(await waitUntil(() => replica?.pid && replica.pid !== oldPid, COMES_BACK_MS))) throw new Error(`${instance} did not start again`);
    await replica?.waitReady(COMES_BACK_MS);
  }

  /** @param whileDown is done when it has ended and before it starts again */
  redisDown(downMs: number, whileDown: () => void = () => undefined): Promise<void> {
    return storeDown(this.stack.stores.redis, 'SIGKILL', downMs, whileDown);
  }

  async redisCommand(...command: [string, ...string[]]): Promise<void> {
    const client = new Redis(this.stack.stores.redisUrl, { maxRetriesPerRequest: 1 });
    client.on('error', () => undefined); // told by the rejected command
    try {
      await client.call(...command);
    } finally {
      client.disconnect();
    }
  }

  postgresDown(name: NodeJS.Signals, downMs: number): Promise<void> {
    return storeDown(this.stack.stores.postgres, name, downMs);
  }

  /** Signals the server and all its workers. */
  signalPostgres(name: NodeJS.Signals): void {
    signalFamily(this.stack.stores.postgres.pid, name);
  }

  /** Where PostgreSQL keeps its data. */
  get postgresDir(): string {
    return join(this.dataDir, 'postgres');
  }

  /**
   * The primary dies for good, and the standby takes its place.
   *
   * @param behindMs how far behind the standby is then
   */
  async failOver(behindMs = 0): Promise<void> {
    if (!this.standby) throw new Error('This lab has no standby');
    if (behindMs > 0) this.standby.cutOff();
    await delay(behindMs);
    await this.stack.stores.postgres.stop({ with: 'SIGKILL' });
    await this.standby.promote();
    this.promoted = true;
    const { port } = new URL(this.standby.url);
    for (const proxy of await this.proxies.to('postgres')) proxy.leadTo(Number(port));
  }

  private async addStandby(kind: 'sync' | 'async'): Promise<void> {
    this.standby = await Standby.follow({ url: this.databaseUrl, dir: this.postgresDir }, this.dataDir, kind);
  }

  /** How many files a running replica may have open from now on; as many as the system lets it unless said. */
  limitFiles(instance: string, most?: number): void {
    const [replica] = this.replicas(instance);
    const pid = String(replica?.pid);
    const hard = execFileSync('prlimit', ['--pid', pid, '--nofile', '--noheadings', '--output=HARD'], { encoding: 'utf8' }).trim();
    execFileSync('prlimit', ['--pid', pid, `--nofile=${most ?? hard}:`]);
  }

  /** Moves the clocks of all services, but not those of the stores: `+86400` is tomorrow. Seen within a second. */
  moveClocks(to: string): void {
    writeFileSync(clockFile(this.dataDir), to);
  }

  async allReady(): Promise<void> {
    await Promise.all(this.stack.services.map((service: LabReplica) => service.waitReady(COMES_BACK_MS)));
  }

  /** Calling it again waits for the same stop. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    await this.door?.close();
    await this.stack.stop();
    await this.standby?.stop();
    await Promise.all([this.group?.stop(), this.proxies.close()]);
    this.smallDisk?.unmount();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function settings({ mode, replicas, env, quiet, abort, failpoint, clock }: LabOptions, dataDir: string, served: { run: ServedRun }) {
  if (clock) writeFileSync(clockFile(dataDir), '+0');
  return {
    port: 0,
    mode,
    replicas: { messages: 2, realtime: 2, ...replicas },
    env: {
      RATE_LIMITS: 'off',
      AUTH_BCRYPT_COST: '10',
      ...(failpoint && { HALLWAY_FAILPOINT: `${failpoint}@${strikeFile(dataDir)}` }),
      ...(clock && movableClock(clockFile(dataDir))),
      ...env,
    },
    durable: true,
    quiet,
    abort,
    build: false,
    onLine: (instance: string, line: string) => logFault(served.run.recorder, instance, line),
  };
}

type Store = Stack['stores']['redis'];

async function storeDown(store: Store, name: NodeJS.Signals, downMs: number, whileDown: () => void = () => undefined): Promise<void> {
  const { pid } = store;
  store.kill(name, { downMs });
  if (!(await waitUntil(() => store.pid !== pid, COMES_BACK_MS))) throw new Error(`${store.name} did not end`);
  whileDown();
  if (!(await waitUntil(() => store.pid, COMES_BACK_MS))) throw new Error(`${store.name} did not start again`);
}

/** The services find their folder where it always is. */
function linkedDisk(dataDir: string, of: 'postgres' | 'uploads'): SmallDisk {
  const disk = SmallDisk.mount(join(dataDir, `disk-of-${of}`), DISK_MEGABYTES);
  symlinkSync(disk.folder, join(dataDir, of));
  return disk;
}

function clockFile(dataDir: string): string {
  return join(dataDir, 'clock');
}

function strikeFile(dataDir: string): string {
  return join(dataDir, 'strike');
}
