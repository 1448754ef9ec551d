import { existsSync, readdirSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);

/** All projects at once: `npx jest` from the root, with HALLWAY_TEST_KIND to pick a kind. */
const folders = ['apps', 'libs', 'libs/contracts', 'libs/services', 'tools'].flatMap((parent) =>
  readdirSync(here(`./${parent}/`)).map((name) => `./${parent}/${name}`),
);
const configs = folders.map((folder) => here(`${folder}/jest.config.js`)).filter((file) => existsSync(file));
const projects = await Promise.all(configs.map(async (file) => (await import(file)).default));

export default {
  // Only the outermost configuration may name reporters and a time limit.
  projects: projects.map(({ reporters: _reporters, ...project }) => project),
  reporters: projects[0].reporters,
  testTimeout: projects[0].testTimeout,
};
