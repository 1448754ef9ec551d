import { fileURLToPath } from 'node:url';
import { generateFiles } from '@nx/devkit';

import { addImports, edit } from '../edit.mjs';
import { namesOf } from '../names.mjs';
import { tidy } from '../tidy.mjs';

const files = (part) => fileURLToPath(new URL(`files/${part}`, import.meta.url));

/**
 * Writes a feature as the house style wants it, and makes the service know it.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, plural?: string, service: string }} options
 */
export default async function feature(tree, { name, plural = `${name}s`, service }) {
  const root = `libs/services/${service}`;
  if (!tree.exists(`${root}/src/${service}-app.module.ts`)) throw new Error(`There is no service ${service}: ${root} is missing`);
  if (tree.exists(`${root}/src/${plural}`)) throw new Error(`${root}/src/${plural} is there already`);
  const [one, many] = [namesOf(name), namesOf(plural)];
  const timestamp = Date.now();
  const words = { one, many, service, timestamp, tmpl: '', kebab: one.kebab, plural: many.kebab };
  generateFiles(tree, files('contract'), `libs/contracts/${service}/src`, words);
  generateFiles(tree, files('slice'), `${root}/src/${plural}`, words);
  generateFiles(tree, files('migration'), `${root}/src/database/migrations`, words);
  generateFiles(tree, files('test'), `${root}/test`, words);
  connect(tree, { root, one, many, service, timestamp });
  return tidy(tree);
}

function connect(tree, { root, one, many, service, timestamp }) {
  const contracts = `libs/contracts/${service}/src/index.ts`;
  tree.write(contracts, `${tree.read(contracts, 'utf8')}export * from './${one.kebab}.dto.ts';\nexport * from './${many.kebab}.api.ts';\n`);
  const app = `${root}/src/${service}-app.module.ts`;
  addImports(tree, app, [`import { ${many.pascal}Module } from './${many.kebab}/${many.kebab}.module';`]);
  edit(
    tree,
    app,
    /(\bimports: \[[^\]]*?)(,?\s*)\]/,
    (_all, before, end) => `${before}${before.endsWith('[') ? '' : ', '}${many.pascal}Module${end.replace(',', '')}]`,
  );
  const definition = `${root}/src/${service}.service-definition.ts`;
  const migration = `Create${many.pascal}${timestamp}`;
  addImports(tree, definition, [
    `import { ${migration} } from './database/migrations/${timestamp}-create-${many.kebab}';`,
    `import { ${one.pascal}Entity } from './${many.kebab}/${one.kebab}.entity';`,
  ]);
  for (const [list, added] of [
    ['entities', `${one.pascal}Entity`],
    ['migrations', migration],
  ]) {
    edit(tree, definition, new RegExp(`(\\b${list}: \\[[^\\]]*?)(,?\\s*)\\]`), (_all, before) => `${before}${before.endsWith('[') ? '' : ', '}${added}]`);
  }
}
