import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { onPath } from '../local-stack/redis-binary.mjs';

const run = promisify(execFile);

/** Where Go puts itself when it is not a package of the system. */
const OWN_FOLDER = '/usr/local/go/bin/go';

/** What is built, from which module below `programs`. */
const PROGRAMS = [
  ['etcd', 'kubernetes', 'go.etcd.io/etcd/server/v3'],
  ['kube-apiserver', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-apiserver'],
  ['kube-controller-manager', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-controller-manager'],
  ['kube-scheduler', 'kubernetes', 'k8s.io/kubernetes/cmd/kube-scheduler'],
  ['kwok', 'kwok', 'sigs.k8s.io/kwok/cmd/kwok'],
];

/** The path of Go, or undefined. */
export const go = () => onPath('go') ?? (existsSync(OWN_FOLDER) ? OWN_FOLDER : undefined);

/**
 * Builds the parts of a cluster from their Go modules, each once for the versions that `go.mod` names, into `.cache`.
 *
 * @returns the folder that they are in
 */
export async function kubernetesPrograms({ root, say }) {
  const sources = join(root, 'tools/kubernetes/programs');
  const modules = new Set(PROGRAMS.map(([, module]) => module));
  const sums = [...modules].map((module) => readFileSync(join(sources, module, 'go.sum')));
  const folder = join(root, '.cache/kubernetes-programs', createHash('sha256').update(Buffer.concat(sums)).digest('hex').slice(0, 12));
  mkdirSync(folder, { recursive: true });
  const missing = PROGRAMS.filter(([name]) => !existsSync(join(folder, name)));
  if (missing.length > 0)
    say(`Building ${missing.map(([name]) => name).join(', ')} with Go (only once; with two cores and empty caches some 15 minutes and 4 GB)`);
  for (const [name, module, source] of missing) {
    const start = Date.now();
    await build({ target: join(folder, name), cwd: join(sources, module), source });
    say(`Built ${name} in ${((Date.now() - start) / 1_000).toFixed(0)} s`);
  }
  return folder;
}

async function build({ target, cwd, source }) {
  const draft = `${target}.${process.pid}`;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  const args = ['build', '-trimpath', '-ldflags', `-s -w ${versionFlags(cwd)}`, '-o', draft, source];
  await run(go(), args, { cwd, env, maxBuffer: 2 ** 26 }).catch((error) => {
    throw new Error(`${source} could not be built; that needs Go 1.24 or later, and proxy.golang.org once.\n${error.stderr ?? error}`);
  });
  // Whole or not at all: a build may be interrupted.
  renameSync(draft, target);
}

/** Without them the programs take themselves for version 0, and clients do not talk to them. */
function versionFlags(cwd) {
  const [version, major, minor] = /k8s\.io\/kubernetes v(\d+)\.(\d+)\.\d+/.exec(readFileSync(join(cwd, 'go.mod'), 'utf8')) ?? [];
  if (!version) return '';
  const values = { gitVersion: version.split(' ')[1], gitMajor: major, gitMinor: minor };
  return Object.entries(values)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}
