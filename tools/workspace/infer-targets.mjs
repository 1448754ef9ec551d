import { posix } from 'node:path';

/** What a project can do, by the files that it has: `[path below its folder, targets]`. What they run is in nx.json. */
const SIGNS = [
  [/^(tsconfig|project)\.json$/, ['lint']],
  [/^tsconfig\.json$/, ['typecheck']],
  [/\.spec\.tsx?$/, ['test']],
  [/\.int-spec\.tsx?$/, ['test-int']],
  [/^test\/.*\.e2e-spec\.tsx?$/, ['test-e2e']],
];

/** The same for programs, which are in apps. */
const APP_SIGNS = [
  [/^src\/main\.ts$/, ['build', 'serve']],
  [/^index\.html$/, ['build', 'serve']],
];

const ROOT = /\/(tsconfig|project)\.json$/;
const FILES = '{apps,libs,tools}/**/{tsconfig.json,project.json,main.ts,index.html,*spec.ts,*spec.tsx}';

/**
 * An Nx plugin: gives every folder with a tsconfig.json or project.json its targets, so that no project lists them.
 *
 * @type {import('nx/src/project-graph/plugins').NxPlugin['createNodes']}
 */
export const createNodes = [FILES, (files) => inferred(files)];

function inferred(files) {
  const signs = files.filter((file) => ROOT.test(file));
  return signs.map((sign) => {
    const root = posix.dirname(sign);
    return [
      sign,
      {
        projects: {
          [root]: {
            root,
            targets: targetsOf(
              root,
              files.filter((file) => file.startsWith(`${root}/`)),
            ),
          },
        },
      },
    ];
  });
}

function targetsOf(root, files) {
  const own = files.map((file) => file.slice(root.length + 1));
  const signs = root.startsWith('apps/') ? [...SIGNS, ...APP_SIGNS] : SIGNS;
  const names = signs.filter(([sign]) => own.some((file) => sign.test(file))).flatMap(([, targets]) => targets);
  return Object.fromEntries(names.map((name) => [name, {}]));
}
