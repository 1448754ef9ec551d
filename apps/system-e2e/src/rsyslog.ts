import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const examples = join(__dirname, '../../../deploy/rsyslog');

/** rsyslog on one of our examples, with other places in it, and what Debian's own configuration says before it. */
export class Rsyslog {
  private process?: ChildProcess;
  private readonly config: string;

  /** @param places what stands for what in the example; each must be in it */
  constructor(
    private readonly folder: string,
    example: string,
    places: Record<string, string | number>,
  ) {
    mkdirSync(folder, { recursive: true });
    let text = readFileSync(join(examples, example), 'utf8');
    for (const [place, mine] of Object.entries(places)) {
      if (!text.includes(place)) throw new Error(`${example} has no ${place}`);
      text = text.replaceAll(place, String(mine));
    }
    writeFileSync(join(folder, example), text);
    this.config = join(folder, 'rsyslog.conf');
    writeFileSync(this.config, `global(workDirectory="${folder}")\ninclude(file="${join(folder, example)}" mode="required")\n`);
  }

  /** What rsyslog says of it that is no praise. */
  faults(): string[] {
    const { stderr, status } = spawnSync('rsyslogd', ['-N1', '-f', this.config], { encoding: 'utf8' });
    const faults = stderr.split('\n').filter((line) => line !== '' && !/config validation run/.test(line));
    return status === 0 ? faults : [`ended with ${status}`, ...faults];
  }

  start(): void {
    this.process = spawn('rsyslogd', ['-n', '-f', this.config, '-i', join(this.folder, 'pid')], { stdio: 'ignore' });
  }

  /** Whether its queue on disk has it. */
  holds(text: string): boolean {
    const queue = readdirSync(this.folder).filter((file) => /\.\d{8}$/.test(file));
    return queue.some((file) => readFileSync(join(this.folder, file), 'utf8').includes(text));
  }

  async stop(): Promise<void> {
    if (!this.process || this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
  }
}
