import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const readyWithinMs = 30_000;

/** A baseline as a process of its own; it says on which port it listens. */
export class BaselineProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(program: string, env: Record<string, string> = {}): Promise<BaselineProcess> {
    const file = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    const child = fork(file, { env: { NODE_ENV: 'production', ...env }, execArgv: ['--enable-source-maps'] });
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${program} was not ready in time`)), readyWithinMs);
      child.once('message', (ready: { port: number }) => resolve(ready.port));
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
      child.once('message', () => clearTimeout(timer));
    });
    return new BaselineProcess(child, `http://127.0.0.1:${port}`);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill();
    await ended;
  }
}
