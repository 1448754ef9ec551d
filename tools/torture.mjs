import { pathToFileURL } from 'node:url';

import { installDependencies } from './install-dependencies.mjs';

await installDependencies({ say: console.log });
const { bundleTool } = await import('./build/bundle-tool.mjs');
await import(pathToFileURL(await bundleTool('faultlab')));
