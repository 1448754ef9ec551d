import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { eventually } from '@hallway/testing';

import { isAlive } from '../../../tools/local-stack/processes.mjs';

const root = resolve(__dirname, '../../..');

export interface Settings {
  DATA_DIR: string;
  PORT?: string;
  [name: string]: string | undefined;
}

interface Noted {
  pid: number;
  children: Record<string, { pid: number }>;
}

/** One `npm start`, as a person types it. */
export class NpmStart {
  private readonly child: ChildProcess;
  private readonly started = Date.now();
  private output = '';

  constructor(
    private readonly settings: Settings,
    args: string[] = [],
  ) {
    const { PATH, HOME, TMPDIR } = process.env;
    const env = { PATH, HOME, TMPDIR, RATE_LIMITS: 'off', ...settings };
    // A group of its own, so that Ctrl-C can be sent to all of it as a terminal does.
    this.child = spawn('npm', ['start', '--', ...args], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get text(): string {
    return this.output;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits for the line that says so; answers the address and how long it took. */
  async ready(): Promise<{ url: string; ms: number }> {
    const url = await eventually(
      () => {
        if (this.ended) return '';
        const found = /^Hallway is ready at (\S+)$/m.exec(this.output);
        return found?.[1] ?? false;
      },
      { timeoutMs: 120_000 },
    );
    if (!url) throw new Error(`npm start ended instead of becoming ready:\n${this.output}`);
    return { url, ms: Date.now() - this.started };
  }

  /** The exit code; everything has been printed then. */
  async end(): Promise<number | null> {
    if (!this.ended) await once(this.child, 'close');
    return this.child.exitCode;
  }

  /** Processes by name: `npm`, the `runner`, and what that started. */
  processes(): Map<string, number> {
    const { pid, children } = JSON.parse(readFileSync(join(this.settings.DATA_DIR, 'run.json'), 'utf8')) as Noted;
    return new Map([['npm', this.child.pid!], ['runner', pid], ...Object.entries(children).map(([name, one]): [string, number] => [name, one.pid])]);
  }

  /** `Ctrl-C` reaches all of the foreground group, `SIGTERM` npm alone. */
  signal(how: 'Ctrl-C' | 'SIGTERM'): void {
    if (how === 'Ctrl-C') process.kill(-this.child.pid!, 'SIGINT');
    else this.child.kill('SIGTERM');
  }

  /** As when the program behind a pipe ends. */
  closeOutput(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Kills every process at once, as a power cut would. */
  async killAll(): Promise<void> {
    const pids = [...this.processes().values()];
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await eventually(() => pids.every((pid) => !isAlive(pid)), { timeoutMs: 10_000 });
  }
}

/** Waits until all of the processes are gone; answers when each was seen for the last time, in milliseconds from now. */
export async function untilGone(processes: Map<string, number>, timeoutMs: number): Promise<Map<string, number>> {
  const started = Date.now();
  const seen = new Map<string, number>();
  await eventually(
    () => {
      const alive = [...processes].filter(([, pid]) => isAlive(pid)).map(([name]) => name);
      for (const name of alive) seen.set(name, Date.now() - started);
      expect(alive).toEqual([]);
    },
    { timeoutMs },
  );
  return seen;
}
