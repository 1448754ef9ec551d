import { pathToFileURL } from 'node:url';

import { installDependencies } from './install-dependencies.mjs';

const PROGRAMS = {
  worker: 'src/generator/worker.ts',
  monolith: 'src/baselines/monolith.ts',
  bare: 'src/baselines/bare.ts',
  profiler: 'src/profile/profiler.ts',
};

await installDependencies({ say: console.log });
const { bundleTool } = await import('./build/bundle-tool.mjs');
await import(pathToFileURL(await bundleTool('bench', PROGRAMS)));
