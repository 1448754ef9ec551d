import { join } from 'node:path';

import { bundleService } from '../../../build/bundle-service.mjs';
import { weave } from './weave';

export interface WovenBuild {
  /** Of the workspace. */
  root: string;
  services: readonly string[];
  /** Where they go, each into a folder of its name: the `distDir` of the local stack. */
  distDir: string;
}

/** Builds copies of services with planted bugs and failpoints in them, all asleep until the environment names one. */
export async function buildWoven({ root, services, distDir }: WovenBuild): Promise<void> {
  for (const service of services) {
    const app = join(root, 'apps', service);
    await bundleService({
      entry: join(app, 'src/main.ts'),
      tsconfig: join(app, 'tsconfig.json'),
      outDir: join(distDir, service),
      plugins: [weave({ root, service })],
    });
  }
}
