import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { MODES } from '../../../local-stack/services.mjs';
import { buildWoven } from '../planted/build-woven';
import { FAILPOINTS } from '../planted/failpoints';
import type { Form } from './lab-needs';

const built = new Map<string, Promise<string>>();

/** The folder of programs of which one has the failpoint in it; built once a run of the lab. */
export function wovenServices(root: string, failpoint: string, mode: Form): Promise<string> {
  const known = built.get(failpoint) ?? weaveIn(root, failpoint, mode);
  built.set(failpoint, known);
  return known;
}

async function weaveIn(root: string, failpoint: string, mode: Form): Promise<string> {
  const service = FAILPOINTS.find(({ name }) => name === failpoint)?.service;
  if (!service) throw new Error(`There is no failpoint ${failpoint}`);
  const distDir = join(root, 'dist/woven', failpoint);
  rmSync(distDir, { recursive: true, force: true });
  mkdirSync(distDir, { recursive: true });
  const programs = MODES[mode].map(({ name }: { name: string }) => name);
  const struck = programs.length > 1 ? service : programs[0]!;
  await buildWoven({ root, services: [struck], distDir });
  for (const other of programs.filter((name: string) => name !== struck)) symlinkSync(join(root, 'dist/apps', other), join(distDir, other));
  return distDir;
}
