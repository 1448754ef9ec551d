import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { startPostgres } from '../../../tools/local-stack/postgres.mjs';
import { giveToServer } from '../../../tools/local-stack/postgres-files.mjs';

type Server = Awaited<ReturnType<typeof startPostgres>>;

const password = 'the-password-of-a-test';

/** A PostgreSQL of this test alone: killed, followed by a standby that can take its place, or asked for TLS. */
export class OwnPostgres {
  private constructor(
    private readonly dir: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'hallway-postgres-'));
    chmodSync(folder, 0o755); // the server may run as another user
    return OwnPostgres.open(join(folder, 'data'));
  }

  private static async open(dir: string): Promise<OwnPostgres> {
    return new OwnPostgres(dir, await startPostgres({ dir, password, durable: false, logFile: `${dir}.log`, port: undefined }));
  }

  /** As superuser. */
  get url(): string {
    return this.server.url;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  /** A server of the same data that only reads. Stops this one and starts it again, at another port. */
  async withStandby(): Promise<{ primary: OwnPostgres; standby: OwnPostgres }> {
    await this.server.stop();
    const dir = `${this.dir}-standby`;
    cpSync(this.dir, dir, { recursive: true });
    writeFileSync(join(dir, 'standby.signal'), '');
    giveToServer(dir);
    const [primary, standby] = await Promise.all([OwnPostgres.open(this.dir), OwnPostgres.open(dir)]);
    return { primary, standby };
  }

  /** From now on it speaks TLS to those who ask, with a certificate for this name. Answers that of the authority, a file. */
  async useTls(name: string): Promise<string> {
    const authority = `${this.dir}-authority.crt`;
    makeCertificate(this.dir, authority, name);
    giveToServer(this.dir);
    await this.query('ALTER SYSTEM SET ssl = on');
    await this.query('SELECT pg_reload_conf()');
    return authority;
  }

  async query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  kill(): void {
    this.server.child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(join(this.dir, '..'), { recursive: true, force: true });
  }
}

/** Writes `server.crt` and `server.key` into a folder, signed by an authority whose certificate goes into a file. */
function makeCertificate(dir: string, authority: string, name: string): void {
  const [authorityKey, request, names] = [`${dir}-authority.key`, `${dir}.csr`, `${dir}.names`];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(names, `subjectAltName=DNS:${name}`);
  openssl('req', '-x509', ...key, '-subj', '/CN=authority of a test', '-days', '2', '-keyout', authorityKey, '-out', authority);
  openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', join(dir, 'server.key'), '-out', request);
  const signing = ['-CA', authority, '-CAkey', authorityKey, '-CAcreateserial', '-days', '2', '-extfile', names];
  openssl('x509', '-req', '-in', request, ...signing, '-out', join(dir, 'server.crt'));
  chmodSync(join(dir, 'server.key'), 0o600);
}

function openssl(...args: string[]): void {
  const { status, error, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]} failed: ${error?.message ?? stderr}`);
}
