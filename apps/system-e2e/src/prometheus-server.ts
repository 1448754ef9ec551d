import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@hallway/testing';

import { freePort } from '../../../tools/local-stack/ports.mjs';

/** A Prometheus that reads some processes every second, with data of its own. */
export class PrometheusServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  /** @param targets addresses of `/metrics`, without a scheme */
  static async start(targets: string[]): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), 'hallway-prometheus-'));
    const scrape = [{ job_name: 'hallway', static_configs: [{ targets }] }];
    const config = join(folder, 'prometheus.yml');
    writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: scrape }));
    const address = `127.0.0.1:${await freePort()}`;
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${address}`];
    const server = new PrometheusServer(spawn('prometheus', args, { stdio: 'ignore' }), folder, `http://${address}`);
    await eventually(async () => (await fetch(`${server.url}/-/ready`)).ok);
    return server;
  }

  /** How many series an expression has now. */
  async seriesOf(expression: string): Promise<number> {
    const answer = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expression }) });
    const { data, error } = (await answer.json()) as { data?: { result: unknown[] }; error?: string };
    if (!data) throw new Error(`${expression}: ${error}`);
    return data.result.length;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
