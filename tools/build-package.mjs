import { buildPackage } from './packages/build-package.mjs';
import { publicPackages, ROOT } from './packages/public-packages.mjs';

/** Builds libraries that other teams install into dist/<folder>: `node tools/build-package.mjs [folder …]`, all of them without a folder. */
const folders = process.argv.length > 2 ? process.argv.slice(2) : publicPackages().map(({ folder }) => folder);

try {
  for (const folder of folders) buildPackage(ROOT, folder);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
