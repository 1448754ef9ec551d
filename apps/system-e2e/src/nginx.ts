import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { eventually } from '@hallway/testing';

import { findNginx } from '../../../tools/local-stack/nginx.mjs';

const example = resolve(__dirname, '../../../deploy/nginx/hallway.conf');

export interface Entry {
  port: number;
  /** Sockets go through the gateways as well. */
  socketsByGateway?: boolean;
}

/** The example of deploy/nginx with the addresses of this machine in it, and nothing else changed. */
function configOf({ port, socketsByGateway }: Entry, addresses: Record<'gateways' | 'realtime', string[]>): string {
  let text = readFileSync(example, 'utf8').replace('listen 80;', `listen 127.0.0.1:${port};`);
  for (const [name, urls] of [
    ['hallway_gateways', addresses.gateways],
    ['hallway_sockets', addresses.realtime],
    ['hallway_polling', addresses.realtime],
  ] as const) {
    const servers = urls.map((url) => `  server ${new URL(url).host};`).join('\n');
    text = text.replace(new RegExp(`(upstream ${name} \\{[^}]*?)(\\n  server [^;]+;)+`), `$1\n${servers}`);
  }
  if (socketsByGateway) text = text.replace(/ {2}location \/socket\.io\/ \{[^}]*\}\n/, '');
  // Two entries of one nginx each need names of their own.
  return text.replace(/hallway_(\w+)/g, `hallway_$1_${port}`);
}

/** A real nginx without privileges, in a folder of its own. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(entries: Entry[], addresses: Record<'gateways' | 'realtime', string[]>): Promise<Nginx> {
    const program = findNginx((line: string) => process.stderr.write(`${line}\n`));
    const dir = mkdtempSync(join(tmpdir(), 'hallway-nginx-'));
    mkdirSync(join(dir, 'temp'));
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${dir}/temp/${kind};`);
    const http = [...temp, '  access_log off;', ...entries.map((entry) => configOf(entry, addresses))].join('\n');
    const user = process.getuid?.() === 0 ? 'user root;\n' : '';
    writeFileSync(
      join(dir, 'nginx.conf'),
      `${user}daemon off;\nworker_processes 1;\npid ${dir}/pid;\nerror_log ${dir}/error.log warn;\nevents { worker_connections 2048; }\nhttp {\n${http}\n}\n`,
    );
    const child = spawn(program, ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: ['ignore', 'inherit', 'inherit'] });
    const nginx = new Nginx(child, dir);
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`nginx ended: ${readFileSync(join(dir, 'error.log'), 'utf8')}`);
      for (const { port } of entries) expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    });
    return nginx;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
