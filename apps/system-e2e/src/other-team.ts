import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packPackages } from '../../../tools/packages/pack-packages.mjs';
import { ROOT } from '../../../tools/packages/public-packages.mjs';

const execute = promisify(execFile);

/** What npm says of a packed package. */
interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
}

interface Manifest {
  name: string;
  private?: boolean;
  nx?: object;
  exports: Record<string, { types: string; default: string }>;
  dependencies: Record<string, string>;
  devDependencies?: object;
}

/** Another team's project: the example bot in a folder outside the workspace, with the packed packages in its node_modules. */
export class OtherTeam {
  private constructor(
    readonly folder: string,
    readonly packed: Packed[],
  ) {}

  static async start(): Promise<OtherTeam> {
    const folder = mkdtempSync(join(tmpdir(), 'hallway-other-team-'));
    const packed: Packed[] = packPackages(join(folder, 'packed'));
    const team = new OtherTeam(folder, packed);
    cpSync(join(ROOT, 'docs/examples/echo-bot'), folder, { recursive: true });
    await team.install(packed.map(({ filename }) => `./packed/${filename}`));
    return team;
  }

  /** The package.json of an installed package. */
  manifest(name: string): Manifest {
    return JSON.parse(readFileSync(join(this.folder, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;
  }

  /** Everything that can be imported, such as `@hallway/client/tus`. */
  specifiers(): string[] {
    return this.packed.flatMap(({ name }) => Object.keys(this.manifest(name).exports).map((path) => join(name, path)));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Runs plain Node there; answers what it has printed, and throws that when it fails. */
  async node(...args: string[]): Promise<string> {
    return (await this.run(process.execPath, args)).stdout;
  }

  /** The TypeScript compiler, so that it need not be downloaded. */
  tsc(...args: string[]): Promise<string> {
    return this.node(join(ROOT, 'node_modules/typescript/bin/tsc'), ...args);
  }

  /** One script for browsers, which gives what the file exports the global name; whatever the bundler has to say is a fault. */
  async bundle(file: string, name: string): Promise<string> {
    const { stderr } = await this.run(process.execPath, [
      join(ROOT, 'node_modules/rolldown/bin/cli.mjs'),
      file,
      '--platform',
      'browser',
      '--format',
      'iife',
      '--name',
      name,
      '--file',
      'bundle.js',
    ]);
    if (stderr) throw new Error(stderr);
    return this.read('bundle.js');
  }

  startBot(env: Record<string, string>): ChildProcess {
    return spawn(process.execPath, ['dist/echo-bot.js'], { cwd: this.folder, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  stop(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What others have written comes in the versions of this workspace, so that a new one of theirs changes no test. */
  private async install(files: string[]): Promise<void> {
    const { devDependencies, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const own = JSON.parse(this.read('package.json')) as object;
    this.write('package.json', JSON.stringify({ ...own, devDependencies: {}, overrides: dependencies }));
    await this.run('npm', [
      'install',
      '--prefer-offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      ...files,
      `@types/node@${devDependencies['@types/node']}`,
    ]);
  }

  private async run(command: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
    try {
      return await execute(command, args, { cwd: this.folder });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }
}
