import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installDependencies } from './install-dependencies.mjs';

/** `node main.js accounts` of the image, beside what `npm start` runs: the same program, with the settings of that run. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

await installDependencies({ say: (line) => console.error(line) });
const { commandEnv } = await import('./local-stack/command-env.mjs');
const { StackError } = await import('./local-stack/stack-error.mjs');
try {
  const distDir = join(ROOT, 'dist/apps');
  const main = join(distDir, 'hallway/main.js');
  // Not built here: the program that runs would be replaced under its feet.
  if (!existsSync(main)) throw new StackError(`There is no ${main}: build it with "npm run build".`);
  const env = commandEnv({ dataDir: process.env.DATA_DIR || '.data', distDir });
  const { status } = spawnSync(process.execPath, [main, 'accounts', ...process.argv.slice(2)], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error.name === 'StackError' ? error.message : error);
  process.exitCode = 1;
}
