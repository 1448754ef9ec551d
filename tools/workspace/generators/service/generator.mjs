import { fileURLToPath } from 'node:url';
import { generateFiles, readJson } from '@nx/devkit';

import { edit } from '../edit.mjs';
import feature from '../feature/generator.mjs';
import { namesOf } from '../names.mjs';
import { tidy } from '../tidy.mjs';

const files = (part) => fileURLToPath(new URL(`files/${part}`, import.meta.url));

/**
 * Writes a service, its contracts and its app, with a first feature. What runs it with the others is said at the end:
 * each of those places is a decision (who may reach it, how often it runs, with which role).
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, feature: string }} options
 */
export default async function service(tree, { name, feature: first }) {
  if (tree.exists(`libs/services/${name}`) || tree.exists(`apps/${name}`)) throw new Error(`There is a ${name} already`);
  const { version } = readJson(tree, 'package.json');
  const words = { name: namesOf(name), many: namesOf(`${first}s`), version, core: readJson(tree, 'libs/contracts/core/package.json'), kebab: name };
  generateFiles(tree, files('contract'), `libs/contracts/${name}`, words);
  generateFiles(tree, files('service'), `libs/services/${name}`, words);
  generateFiles(tree, files('app'), `apps/${name}`, words);
  makeKnown(tree, name);
  await feature(tree, { name: first, service: name });
  const finish = tidy(tree);
  return () => {
    finish();
    console.log(leftToDo(name));
  };
}

/** To those who ask it. */
function makeKnown(tree, name) {
  const setting = `${name.toUpperCase()}_URL`;
  const described = `@EnvVar({ description: 'Replicas of ${name}: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })`;
  edit(tree, 'libs/contracts/core/src/endpoint.ts', /(serviceNames = \[[^\]]*)\]/, `$1, '${name}']`);
  edit(
    tree,
    'libs/service-kit/src/config/service-config.ts',
    /(^ {2}UPLOADS_URL: string\[\];\n)/m,
    `$1\n  ${described}\n  @IsUrl(replicas, { each: true })\n  ${setting}: string[];\n`,
  );
  edit(
    tree,
    'libs/service-calls/src/replicas/service-replicas.ts',
    /(^ +)(uploads: replicas\(.*\),\n)/m,
    `$1$2$1${name}: replicas('${name}', config.${setting}),\n`,
  );
}

function leftToDo(name) {
  return `
Left to do for ${name}:
  npm install                                             links the packages
  UPDATE_README=1 npx jest config.spec                    writes its settings, and its address, into the READMEs
  libs/services/api-gateway/src/routing/public-routes.ts  its routes, if people may reach them
  apps/hallway/src/services.ts                            the one process
  tools/local-stack/services.mjs                          npm start
  libs/store-setup/src/redis-access.mjs                   what it does in Redis
  docker-compose.yml, .env.example, deploy/helm           its containers, role and user
  docs/architecture.md, docs/glossary.md                  what it is`;
}
