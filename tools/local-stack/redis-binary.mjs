import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { StackError } from './stack-error.mjs';

// What redis-server of Debian 12 and Ubuntu 22.04+ is linked with beyond the C library; names that a release lacks are left out.
const DEBIAN_PACKAGES = [
  'redis-server',
  'redis-tools',
  'liblua5.1-0',
  'lua-bitop',
  'lua-cjson',
  'liblzf1',
  'libjemalloc2',
  'libatomic1',
  'libhiredis0.14',
  'libhiredis1.1.0',
  'libssl3',
  'libssl3t64',
  'libsystemd0',
];

/**
 * A Redis (or Valkey) server program on this machine, put there first where that is possible without asking.
 *
 * @param say prints one progress line
 * @param find looks for a program by name
 * @returns `{ command, env }` to spawn it with
 */
export function redisBinary(say, find = onPath) {
  const found = find('redis-server') ?? find('valkey-server');
  if (found) return { command: found, env: {} };
  if (find('apt-get')) return process.getuid?.() === 0 ? installByApt(say) : unpackByApt(say);
  throw new StackError(missing(find));
}

/** The full path of a program, or undefined. */
export function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function missing(find = onPath) {
  const command =
    process.platform === 'darwin'
      ? 'brew install redis'
      : find('dnf')
        ? 'sudo dnf install -y valkey'
        : find('apk')
          ? 'sudo apk add redis'
          : 'sudo apt-get install -y redis-server';
  return `Hallway needs Redis and found no redis-server or valkey-server: run "${command}", or set REDIS_URL to a server that is already there.`;
}

function installByApt(say) {
  say('Redis is missing: installing the Debian package redis-server with apt-get (once)');
  if (!aptInstall('redis-server')) throw new StackError(missing());
  // The package starts a service of its own on port 6379, which Hallway neither uses nor needs.
  spawnSync('service', ['redis-server', 'stop'], { stdio: 'ignore' });
  return { command: onPath('redis-server'), env: {} };
}

/** Installs a Debian package as root, refreshing the package lists when the first try fails. */
export function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return install() || (spawnSync('apt-get', ['update', '-q'], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0 && install());
}

function unpackByApt(say) {
  const target = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hallway', 'redis');
  if (!existsSync(join(target, 'usr/bin/redis-server'))) {
    say(`Redis is missing: unpacking the Debian package redis-server into ${target} (once)`);
    unpackInto(target);
  }
  const command = join(target, 'usr/bin/redis-server');
  const env = { LD_LIBRARY_PATH: libraryFolders(target).join(':') };
  if (spawnSync(command, ['--version'], { env: { ...process.env, ...env } }).status !== 0) throw new StackError(missing());
  return { command, env };
}

function unpackInto(target) {
  const work = mkdtempSync(join(tmpdir(), 'hallway-apt-'));
  // One by one: a package that this release does not know must not stop the others.
  for (const name of DEBIAN_PACKAGES) spawnSync('apt-get', ['download', '-q', name], { cwd: work, stdio: 'ignore' });
  const draft = `${target}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const file of readdirSync(work)) spawnSync('dpkg', ['-x', join(work, file), draft], { stdio: 'ignore' });
  rmSync(work, { recursive: true, force: true });
  if (!existsSync(join(draft, 'usr/bin/redis-server'))) {
    rmSync(draft, { recursive: true, force: true });
    throw new StackError(missing());
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

function libraryFolders(target) {
  const nested = ['usr/lib', 'lib'].map((folder) => join(target, folder)).filter((folder) => existsSync(folder));
  return nested.flatMap((folder) => [
    folder,
    ...readdirSync(folder)
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(folder, name)),
  ]);
}
