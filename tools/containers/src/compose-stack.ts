import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from '@hallway/testing';

import { compose, engine, workFolder } from './engine';

const root = join(__dirname, '../../..');

export interface Container {
  Id: string;
  Name: string;
  State: { Pid: number; Status: string; ExitCode: number };
  HostConfig: { ReadonlyRootfs: boolean };
  Config: { User: string; Labels: Record<string, string> };
}

/** docker-compose.yml as it is, with a `.env` as new-env.sh prints it and some settings of the test. */
export class ComposeStack {
  private readonly first: string[];

  constructor(
    readonly project: string,
    profile: 'small' | 'full',
    settings: Record<string, string | number>,
    overrides: string[] = [],
  ) {
    const env = execFileSync('sh', [join(root, 'deploy/compose/new-env.sh'), profile, ...(profile === 'full' ? ['localhost'] : [])], { encoding: 'utf8' });
    const file = join(workFolder(), `${project}.env`);
    writeFileSync(
      file,
      env +
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      { mode: 0o600 },
    );
    this.first = ['-p', project, '--env-file', file, ...['docker-compose.yml', ...overrides].flatMap((name) => ['-f', name])];
  }

  async up(...args: string[]): Promise<void> {
    await this.compose('up', '-d', '--no-build', ...args);
  }

  async down(...args: string[]): Promise<void> {
    await this.compose('down', ...args);
  }

  compose(...args: string[]): Promise<string> {
    return compose(root, [...this.first, ...args]);
  }

  /** Every container of a service, also those that have ended. */
  async containers(service: string): Promise<Container[]> {
    const filters = [`project=${this.project}`, `service=${service}`].flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
    const ids = (await engine('ps', '--all', '--quiet', ...filters)).split('\n').filter(Boolean);
    return ids.length === 0 ? [] : (JSON.parse(await engine('inspect', ...ids)) as Container[]);
  }

  async only(service: string): Promise<Container> {
    const [found] = await this.containers(service);
    if (!found) throw new Error(`There is no container of ${service}`);
    return found;
  }

  /** As when the kernel ends it: the engine is not asked to, so it starts it again. Answers once it has. */
  async kill(service: string): Promise<void> {
    const { Id, State: before } = await this.only(service);
    if (!before.Pid) throw new Error(`${service} does not run`);
    process.kill(before.Pid, 'SIGKILL');
    await eventually(
      async () => {
        const [{ State }] = JSON.parse(await engine('inspect', Id)) as [Container];
        expect(State).toMatchObject({ Status: 'running' });
        expect(State.Pid).not.toBe(before.Pid);
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );
  }
}
