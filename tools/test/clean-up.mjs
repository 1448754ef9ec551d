import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { endLeftoversOf } from '../local-stack/run-lock.mjs';

/** Ends every stack that a killed test left running below the folder, and removes the folder. */
export async function cleanUp(dir) {
  if (!existsSync(dir)) return;
  const runFiles = readdirSync(dir, { recursive: true }).filter((file) => file.endsWith('run.json'));
  for (const file of runFiles) await endLeftoversOf(join(dir, dirname(file)));
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
