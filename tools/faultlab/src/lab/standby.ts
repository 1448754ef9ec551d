import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { copyCluster } from '../../../backup/copy-cluster.mjs';
import { startPostgres } from '../../../local-stack/postgres.mjs';
import { giveToServer } from '../../../local-stack/postgres-files.mjs';
import { waitUntil } from '../../../local-stack/processes.mjs';
import { withDatabase } from './database';
import { TcpProxy } from './tcp-proxy';

const NAME = 'standby';
const IN_STEP_MS = 30_000;

interface Primary {
  /** As superuser. */
  url: string;
  /** Its data folder. */
  dir: string;
}

/** A second PostgreSQL that follows the first one, and can take its place. */
export class Standby {
  private constructor(
    private readonly server: Awaited<ReturnType<typeof startPostgres>>,
    private readonly database: string,
    /** Between it and the primary. */
    private readonly link: TcpProxy,
  ) {}

  /** @param kind whether a commit waits for it */
  static async follow(primary: Primary, dataDir: string, kind: 'sync' | 'async'): Promise<Standby> {
    const dir = join(dataDir, NAME);
    await copyCluster({ url: primary.url, from: primary.dir, to: dir, slot: NAME });
    const { hostname, port, password, pathname } = new URL(primary.url);
    const link = await TcpProxy.listen({ host: hostname, port: Number(port) });
    const connection = `host=127.0.0.1 port=${link.port} user=postgres password=${password} application_name=${NAME}`;
    appendFileSync(join(dir, 'postgresql.auto.conf'), `primary_conninfo = '${connection}'\nprimary_slot_name = '${NAME}'\n`);
    writeFileSync(join(dir, 'standby.signal'), '');
    giveToServer(dir);
    const server = await startPostgres({ dir, password, durable: true, logFile: join(dataDir, 'logs', 'standby.log'), port: undefined });
    if (kind === 'sync') await ask(primary.url, `alter system set synchronous_standby_names = '${NAME}'`, 'select pg_reload_conf()');
    const inStep = () =>
      ask(primary.url, `select from pg_stat_replication where application_name = '${NAME}' and state = 'streaming' and sync_state = '${kind}'`);
    if (!(await waitUntil(async () => (await inStep()) > 0, IN_STEP_MS, 200))) throw new Error('The standby does not follow');
    return new Standby(server, pathname, link);
  }

  /** As superuser. */
  get url(): string {
    const url = new URL(this.server.url);
    url.pathname = this.database;
    return url.href;
  }

  /** From now on nothing of the primary reaches it, not even what is on its way. */
  cutOff(): void {
    this.link.become({ blackHole: true });
  }

  async promote(): Promise<void> {
    await ask(this.url, 'select pg_promote(true, 60)');
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.link.close();
  }
}

/** Answers how many rows the last of the queries gave. */
function ask(url: string, ...queries: string[]): Promise<number> {
  return withDatabase(url, async (client) => {
    let rows = 0;
    for (const query of queries) rows = (await client.query(query)).rowCount ?? 0;
    return rows;
  });
}
