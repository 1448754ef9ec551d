import { readFileSync } from 'node:fs';

const MANIFEST = new URL('../../package.json', import.meta.url);

/** The version of the release that is built; the package.json of the workspace is the one place where it stands. */
export function releaseVersion() {
  return JSON.parse(readFileSync(MANIFEST, 'utf8')).version;
}
