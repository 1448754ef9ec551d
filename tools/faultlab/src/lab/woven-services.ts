import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { SERVICES } from '../../../local-stack/services.mjs';
import { buildWoven } from '../planted/build-woven';
import { FAILPOINTS } from '../planted/failpoints';

const built = new Map<string, Promise<string>>();

/** The folder of services of which one has the failpoint in it; built once a run of the lab. */
export function wovenServices(root: string, failpoint: string): Promise<string> {
  const known = built.get(failpoint) ?? weaveIn(root, failpoint);
  built.set(failpoint, known);
  return known;
}

async function weaveIn(root: string, failpoint: string): Promise<string> {
  const service = FAILPOINTS.find(({ name }) => name === failpoint)?.service;
  if (!service) throw new Error(`There is no failpoint ${failpoint}`);
  const distDir = join(root, 'dist/woven', failpoint);
  rmSync(distDir, { recursive: true, force: true });
  mkdirSync(distDir, { recursive: true });
  await buildWoven({ root, services: [service], distDir });
  const others = SERVICES.map(({ name }: { name: string }) => name).filter((name: string) => name !== service);
  for (const other of others) symlinkSync(join(root, 'dist/apps', other), join(distDir, other));
  return distDir;
}
