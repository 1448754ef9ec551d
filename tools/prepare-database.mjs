import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installDependencies } from './install-dependencies.mjs';

/** `node main.js prepare` of the image, from this workspace: the same program, built when it has changed. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

await installDependencies({ say: (line) => console.error(line) });
const built = spawnSync(process.execPath, [join(ROOT, 'tools/build.mjs'), '--if-stale', 'hallway'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(1);
const main = join(ROOT, 'dist/apps/hallway/main.js');
const { status } = spawnSync(process.execPath, [main, 'prepare', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production' },
});
process.exitCode = status ?? 1;
