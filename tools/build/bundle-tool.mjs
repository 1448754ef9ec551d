import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles a program of this workspace that is written in TypeScript and never ships (fault lab, benchmark), so that
 * Node can run it. Packages stay in node_modules; only our own sources go in.
 *
 * @param name the folder below tools; its src/main.ts begins the program
 * @param entries further programs beside main, as `{ worker: 'src/worker.ts' }`
 * @param dir where they go
 * @returns the path of main.js
 */
export async function bundleTool(name, entries = {}, dir = join(ROOT, 'dist/tools', name)) {
  const folder = join(ROOT, 'tools', name);
  const input = Object.fromEntries(Object.entries({ main: 'src/main.ts', ...entries }).map(([key, file]) => [key, join(folder, file)]));
  const bundle = await rolldown({ input, platform: 'node', tsconfig: join(folder, 'tsconfig.json'), external: isPackage, plugins: [besideItsFiles] });
  await bundle.write({ dir, format: 'esm', sourcemap: true, cleanDir: true });
  await bundle.close();
  return join(dir, 'main.js');
}

// The local stack and the build find the workspace and files of theirs by where they are themselves, so they are loaded from there.
const besideItsFiles = {
  name: 'beside-its-files',
  resolveId(id, importer) {
    if (!id.endsWith('.mjs') || !/\/(local-stack|build)\//.test(id) || !importer) return undefined;
    return { id: pathToFileURL(resolve(dirname(importer), id)).href, external: true };
  },
};

function isPackage(id) {
  return !/^(\.|\/|file:)/.test(id) && !id.startsWith('@hallway/') && !id.startsWith('@oxc-project/runtime');
}
