import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { installDependencies } from './install-dependencies.mjs';
import { go, kubernetesPrograms } from './kubernetes/programs.mjs';
import { signal } from './local-stack/processes.mjs';

/** Puts the chart to a real control plane of Kubernetes. It is not part of `npm test`: Go builds that, which takes minutes. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const JEST = ['node_modules/jest/bin/jest.js', '-c', 'tools/kubernetes/jest.config.js', '--runInBand', '--forceExit', ...process.argv.slice(2)];

if (go()) process.exitCode = await main();
else console.log('Skipped: test:kubernetes builds the control plane of Kubernetes with Go, and there is no Go on this machine.');

async function main() {
  await installDependencies({ say: console.log });
  const folder = await kubernetesPrograms({ root: ROOT, say: console.log });
  const env = { ...process.env, HALLWAY_TEST_KIND: 'infra', KUBERNETES_PROGRAMS: folder };
  // A group of its own, so that no part of the cluster outlives a run that is interrupted.
  const jest = spawn(process.execPath, JEST, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const endAll = () => signal(jest.pid, 'SIGKILL');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, endAll);
  const code = await new Promise((resolve) => jest.once('close', resolve));
  endAll();
  return code ?? 1;
}
