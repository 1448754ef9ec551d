import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error('These tests need a container engine: npm run test:containers prepares it');
  return value;
};

/** A folder of this run. */
export const workFolder = (): string => given('CONTAINER_WORK');

/** Runs a command of the engine (`docker` or `podman`), and answers what it printed. */
export async function engine(...args: string[]): Promise<string> {
  const { stdout } = await run(given('CONTAINER_PROGRAM'), args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

export async function compose(cwd: string, args: string[]): Promise<string> {
  const [program, ...first] = given('COMPOSE_PROGRAM').split(' ') as [string, ...string[]];
  const { stdout, stderr } = await run(program, [...first, ...args], { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout + stderr;
}

/** Docker finds its own without it; podman goes by whole names. */
export const imageName = (name: string): string => (given('CONTAINER_PROGRAM') === 'podman' ? `docker.io/hallway/${name}` : `hallway/${name}`);
