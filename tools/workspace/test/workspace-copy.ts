import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** The sources of this workspace in another folder, to be changed there; packages are the same ones, by links. */
export class WorkspaceCopy {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hallway-workspace-'));

  constructor() {
    const known = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0');
    const files = known.filter((file) => file && existsSync(join(root, file)));
    execFileSync('xargs', ['-0', 'cp', '--parents', '-t', this.folder], { cwd: root, input: files.join('\0') });
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@hallway'), { recursive: true });
    const shared = readdirSync(join(root, 'node_modules')).filter((name) => name !== '@hallway' && name !== '.cache');
    for (const name of shared) symlinkSync(join(root, 'node_modules', name), join(modules, name));
    for (const name of readdirSync(join(root, 'node_modules/@hallway')))
      symlinkSync(execFileSync('readlink', [join(root, 'node_modules/@hallway', name)], { encoding: 'utf8' }).trim(), join(modules, '@hallway', name));
  }

  /** What `npm install` does for a package of the workspace. */
  link(name: string, path: string): void {
    symlinkSync(join('../..', path), join(this.folder, 'node_modules/@hallway', name));
  }

  /** Runs Nx to its end; answers everything that it printed and the exit code. */
  nx(args: string[], settings: Record<string, string> = {}): { status: number | null; text: string } {
    // What the Nx that runs this test tells its tasks is not for this one.
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_') && !name.startsWith('HALLWAY_'));
    const env = { ...Object.fromEntries(inherited), NX_DAEMON: 'false', FORCE_COLOR: '0', ...settings };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], {
      cwd: this.folder,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    return { status, text: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
