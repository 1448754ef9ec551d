import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { releaseVersion } from './release-version.mjs';

const STAMP = '.build-stamp';
const NOT_BUILT_FROM = /\.(spec|int-spec|e2e-spec|fake)\.tsx?$|\.md$/;
/** Libraries that no service, or not the web app, is made of; of the services those that the app runs. */
const IGNORED_LIBS = {
  service: ['testing', 'ui', 'client', 'services'],
  web: ['testing', 'event-bus', 'service-calls', 'service-host', 'service-kit', 'services'],
};

/** A fingerprint of everything an app is built from. */
export function inputsHash(root, app) {
  const kind = app === 'web' ? 'web' : 'service';
  const libs = readdirSync(join(root, 'libs')).filter((name) => !IGNORED_LIBS[kind].includes(name));
  const own = `libs/services/${app}`;
  const services = kind === 'web' ? [] : [existsSync(join(root, own)) ? own : 'libs/services'];
  const folders = [`apps/${app}`, ...libs.map((name) => `libs/${name}`), ...services, 'tools/build'];
  const files = ['package-lock.json', 'tsconfig.base.json', ...folders.flatMap((folder) => filesBelow(root, folder))];
  const hash = createHash('sha256').update(releaseVersion());
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** The fingerprint of what the built output was made from; undefined when it is none of a whole build. */
export function builtFrom(outDir) {
  const stamp = join(outDir, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** Written last, so that a build that was cut off is not taken for a whole one. */
export function stamp(outDir, hash) {
  writeFileSync(join(outDir, STAMP), hash);
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_BUILT_FROM.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
    .filter((file) => !file.includes('/node_modules/') && !file.includes('/test/'));
}
