import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { eventually } from '@hallway/testing';

const example = resolve(__dirname, '../../../deploy/haproxy/haproxy.cfg');

export interface HaproxyPorts {
  http: number;
  https: number;
}

/** The example of deploy/haproxy with the addresses of this machine in it, and nothing else changed. */
function configOf(ports: HaproxyPorts, certificate: string, addresses: Record<'gateways' | 'realtime', string[]>): string {
  let text = readFileSync(example, 'utf8')
    .replace('bind :80\n', `bind 127.0.0.1:${ports.http}\n`)
    .replace('bind :443 ', `bind 127.0.0.1:${ports.https} `)
    .replace('/etc/haproxy/hallway.pem', certificate);
  for (const [name, urls] of [
    ['hallway_gateways', addresses.gateways],
    ['hallway_sockets', addresses.realtime],
    ['hallway_polling', addresses.realtime],
  ] as const) {
    const servers = urls.map((url, i) => `  server ${name}-${i} ${new URL(url).host}`).join('\n');
    text = text.replace(new RegExp(`(\\nbackend ${name}\\n(?:  (?!server).*\\n)*)(?:  server .*\\n)+`), `$1${servers}\n`);
  }
  return text;
}

/** Certificate and key of 127.0.0.1, made for this folder. */
function newCertificate(dir: string): string {
  const [key, certificate, both] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) => join(dir, name)) as [string, string, string];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, '-keyout', key, '-out', certificate]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'), { mode: 0o600 });
  return both;
}

/** A real HAProxy without privileges, in a folder of its own. */
export class Haproxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(ports: HaproxyPorts, addresses: Record<'gateways' | 'realtime', string[]>): Promise<Haproxy> {
    const dir = mkdtempSync(join(tmpdir(), 'hallway-haproxy-'));
    const config = join(dir, 'haproxy.cfg');
    writeFileSync(config, configOf(ports, newCertificate(dir), addresses));
    const checked = spawnSync('haproxy', ['-c', '-f', config], { encoding: 'utf8' });
    if (checked.status !== 0 || /\[(WARNING|ALERT)\]/.test(checked.stderr)) throw new Error(checked.stderr);
    const child = spawn('haproxy', ['-db', '-f', config], { stdio: ['ignore', 'ignore', openSync(join(dir, 'log'), 'w')] });
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error(`HAProxy ended: ${readFileSync(join(dir, 'log'), 'utf8')}`);
        expect((await fetch(`https://127.0.0.1:${ports.https}/health/live`)).status).toBe(200);
      },
      { timeoutMs: 20_000 },
    );
    return new Haproxy(child, dir);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
