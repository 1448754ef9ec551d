import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { WorkerProcessOptions } from './worker-process';

const root = resolve(__dirname, '../../../..');

/** The worker program, built as services are built. */
export class BundledWorker {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hallway-worker-'));
  private readonly children = new Set<ChildProcess>();

  constructor() {
    const options = {
      entry: join(__dirname, 'worker-process.ts'),
      tsconfig: join(root, 'libs/event-bus/tsconfig.json'),
      outDir: this.folder,
    };
    const program = `import { bundleService } from './tools/build/bundle-service.mjs'; await bundleService(${JSON.stringify(options)});`;
    const built = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
  }

  /** Starts a replica; answers when it listens. */
  async start(options: WorkerProcessOptions): Promise<ChildProcess> {
    const child = fork(join(this.folder, 'main.js'), [JSON.stringify(options)], {
      execArgv: ['-r', require.resolve('reflect-metadata')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.children.add(child);
    const died = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The worker ended with ${code}`)));
    died.catch(() => undefined);
    await Promise.race([once(child, 'message'), died]);
    return child;
  }

  async kill(child: ChildProcess): Promise<void> {
    this.children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    for (const child of this.children) await this.kill(child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
