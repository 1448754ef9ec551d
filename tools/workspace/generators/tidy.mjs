import { spawnSync } from 'node:child_process';

/**
 * What a generator gives back, to be run once its files are written: it puts them into the workspace's own order and form,
 * which depend on the names that were given.
 *
 * @param {import('@nx/devkit').Tree} tree
 */
export function tidy(tree) {
  const written = tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => /\.(ts|json)$/.test(path));
  const sources = written.filter((path) => path.endsWith('.ts'));
  return () => {
    // Nx has not looked at the new project yet, and the rule asks it.
    run(tree.root, ['node_modules/eslint/bin/eslint.js', '--fix', '--rule', '@nx/enforce-module-boundaries: off', ...sources]);
    run(tree.root, ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', ...written]);
  };
}

function run(root, command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command[0]} has something against what was written`);
}
