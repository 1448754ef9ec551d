import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { builtFrom } from '../build/freshness.mjs';
import { prepareDataDir } from './data-dir.mjs';
import { LogPrinter } from './log-lines.mjs';
import { isMigrated, noteMigrated } from './migrated-note.mjs';
import { freePort, freePorts, isFree } from './ports.mjs';
import { RunLock } from './run-lock.mjs';
import { runTool } from './run-tool.mjs';
import { loadSecrets } from './secrets.mjs';
import { ServiceProcess } from './service-process.mjs';
import { isEdge, MODES, schemasOf, serviceEnv, sharesPorts } from './services.mjs';
import { StackError } from './stack-error.mjs';
import { stopInOrder } from './stop-in-order.mjs';
import { openStores } from './stores.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const DEFAULTS = {
  dataDir: '.data',
  port: 3000,
  host: '127.0.0.1',
  mode: 'one',
  replicas: {},
  env: {},
  durable: true,
  build: true,
  distDir: join(ROOT, 'dist/apps'),
  adjustEnv: (_instance, env) => env,
  onLine: () => undefined,
};

/**
 * Starts all of Hallway as processes of this machine and answers when every service is ready.
 *
 * @param options.dataDir where everything is kept between runs
 * @param options.port the public port; 0 picks a free one
 * @param options.host where the gateway listens
 * @param options.publicUrl what users type; made of the port unless given
 * @param options.mode `one` process for all services, or `separate` ones
 * @param options.only of the separate ones the name of the one to start, at the public port and without the others
 * @param options.replicas how often a program runs, as `{ hallway: 2 }` or `{ realtime: 2 }`; once unless said
 * @param options.env what every service gets on top of its environment
 * @param options.databaseUrl options.redisUrl servers to use instead of our own
 * @param options.durable false for tests: faster stores that may lose data with the machine
 * @param options.quiet print nothing; a failure still names the last lines of the service
 * @param options.onLine called with the name of a replica and each line that it prints
 * @param options.build false when the built services are known to be current
 * @param options.distDir where the built services are
 * @param options.adjustEnv `(instance, env) => env`, may be async: a last word on the environment of each replica
 * @param options.abort an AbortSignal that stops a start half-way
 * @returns `{ url, services, stores, stop() }`
 */
export async function startStack(options = {}) {
  const stack = new Stack({ ...DEFAULTS, ...options });
  try {
    await stack.start();
    return stack;
  } catch (error) {
    await stack.stop();
    throw options.abort?.aborted ? new StackError('Stopped before everything was ready.') : readable(error);
  }
}

class Stack {
  /** Every replica, as ServiceProcess: `{ name, instance, pid, url, opsUrl, kill(signal), waitReady() }`. */
  services = [];
  /** PostgreSQL and Redis, as openStores answers them. */
  stores;
  /** The public address. */
  url;
  #options;
  #lock;
  #stopping;
  #printer = new LogPrinter();

  constructor(options) {
    this.#options = options;
  }

  async start() {
    const { dir, postgresDir } = prepareDataDir(resolve(this.#options.dataDir));
    const lock = new RunLock(dir);
    await lock.acquire();
    this.#lock = lock;
    const port = await choosePort(this.#options);
    this.url = this.#options.publicUrl ?? `http://localhost:${port}`;
    const secrets = loadSecrets(dir);
    await both(this.#openStores(dir, postgresDir, secrets), this.#build());
    this.#options.abort?.throwIfAborted();
    const shared = { ...this.#options, publicUrl: this.url, dataDir: dir, webDir: join(this.#options.distDir, 'web'), secrets, stores: this.stores };
    await this.#startServices({ ...shared, addresses: await this.#addresses(port) });
    const { ownerUrl, redisUrl, postgres, redis } = this.stores;
    // Of servers that are not ours the address may be many hosts in one; who runs a command beside them names them again.
    lock.noteAddresses({ url: this.url, database: postgres && new URL(ownerUrl).host, redis: redis && new URL(redisUrl).host });
  }

  /** Drains and stops everything: the gateway first, the stores last. Calling it again waits for the same stop. */
  stop() {
    this.#stopping ??= stopInOrder(this.services, this.stores).finally(() => this.#lock?.release());
    return this.#stopping;
  }

  async #openStores(dir, postgresDir, secrets) {
    this.#say('starting PostgreSQL and Redis');
    const onPid = (name, pid) => this.#lock.note(name, pid);
    this.stores = await openStores({ ...this.#options, dataDir: dir, postgresDir, secrets, onPid, say: this.#say });
    this.#say('PostgreSQL and Redis are ready');
  }

  #build() {
    if (!this.#options.build) return undefined;
    this.#say('building what has changed');
    const names = this.#programs().map(({ name }) => name);
    return runTool([join(ROOT, 'tools/build.mjs'), '--if-stale', ...names, ...(this.#options.only ? [] : ['web'])], {
      name: 'The build',
      print: this.#say,
      cwd: ROOT,
      abort: this.#options.abort,
    });
  }

  async #addresses(gatewayPort) {
    const addresses = {};
    for (const { name } of this.#installed()) {
      const wanted = Math.max(1, Number(this.#options.replicas[name] ?? 1));
      const [replicas, workers] = sharesPorts({ name }) ? [1, wanted] : [wanted, 1];
      addresses[name] = [];
      for (let index = 0; index < replicas; index += 1) {
        const port = this.#isPublic(name) && index === 0 ? gatewayPort : await freePort();
        addresses[name].push({ port, opsPort: await freePorts(workers), workers });
      }
    }
    return addresses;
  }

  #programs() {
    const { mode, only } = this.#options;
    return only ? MODES.separate.filter(({ name }) => name === only) : MODES[mode];
  }

  #isPublic(name) {
    return isEdge({ name }) || name === this.#options.only;
  }

  #installed() {
    const services = this.#programs().filter(({ name }) => existsSync(this.#mainOf(name)));
    if (!services.some(({ name }) => this.#isPublic(name))) throw new StackError(`There is no built gateway in ${this.#options.distDir}; run "npm run build".`);
    return services;
  }

  async #startServices(shared) {
    const { abort } = this.#options;
    await Promise.all(this.#installed().map((service) => this.#migrate(service, shared)));
    this.#say('starting the services');
    const replicas = this.#installed().flatMap((service) => shared.addresses[service.name].map((_, index) => this.#instance(service, shared, index)));
    this.services = await Promise.all(replicas);
    await Promise.all(this.services.map((service) => service.start()));
    await Promise.all(this.services.map((service) => service.waitReady(60_000, { failOnExit: true, abort })));
  }

  /** Finding out that there is nothing to do takes a service as long as starting, so what the same build has done is not done again. */
  async #migrate(service, shared) {
    const [main, schemas, { ownerUrl }] = [this.#mainOf(service.name), schemasOf(service), this.stores];
    const build = builtFrom(dirname(main));
    if (schemas.length === 0 || (build && (await isMigrated(ownerUrl, schemas, build)))) return;
    this.#say(`migrating the data of ${service.name}`);
    await runTool([main, 'migrate'], { name: `The migration of ${service.name}`, env: serviceEnv(service, shared, 0), abort: this.#options.abort });
    if (build) await noteMigrated(ownerUrl, schemas, build);
  }

  async #instance(service, shared, index) {
    const instance = shared.addresses[service.name].length > 1 ? `${service.name}-${index + 1}` : service.name;
    return new ServiceProcess({
      name: service.name,
      instance,
      main: this.#mainOf(service.name),
      env: await this.#options.adjustEnv(instance, serviceEnv(service, shared, index)),
      print: (name, line) => {
        this.#options.onLine(name, line);
        if (!this.#options.quiet) this.#printer.print(name, line);
      },
      say: this.#say,
      onPid: (pid) => this.#lock.note(instance, pid),
    });
  }

  #mainOf(name) {
    return join(this.#options.distDir, name, 'main.js');
  }

  #say = (line) => {
    if (!this.#options.quiet) this.#printer.print('hallway', line);
  };
}

async function choosePort({ port, host }) {
  if (Number(port) === 0) return freePort();
  if (await isFree(Number(port), host)) return Number(port);
  throw new StackError(`Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=${Number(port) + 1} npm start`);
}

// Waits for both even when one fails, so that nothing is still being started while we stop.
async function both(...work) {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

function readable(error) {
  if (error.code === 'ENOSPC') return new StackError('The disk is full. Free some space and start again.');
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new StackError(`No permission for ${error.path ?? 'a file'}; check who owns the data folder, or set DATA_DIR to another one.`);
  return error;
}
