import { fileURLToPath } from 'node:url';

import { esmPackages } from './tools/jest/esm-packages.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Which spec files belong to which kind; HALLWAY_TEST_KIND picks one, without it a project runs all of these. */
const KINDS = {
  unit: ['<rootDir>/**/*.spec.{ts,tsx}'],
  integration: ['<rootDir>/**/*.int-spec.{ts,tsx}'],
  e2e: ['<rootDir>/test/**/*.e2e-spec.{ts,tsx}'],
};
/** What needs programs that not every machine has: only where it is asked for (`npm run test:infra`). */
const INFRA = { infra: ['<rootDir>/test/**/*.infra-spec.ts'] };

const swc = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
    },
  },
];
// A .ts file may use <T>value casts and generics that the tsx grammar reads as elements.
const swcTs = [swc[0], { ...swc[1], jsc: { ...swc[1].jsc, parser: { ...swc[1].jsc.parser, tsx: false } } }];

const WEB_MODULES = {
  '\\.(css|svg|png|woff2?|json(?=\\?))(\\?\\w+)?$': here('./tools/jest/asset-stub.cjs'),
};

/**
 * The jest configuration of one project.
 *
 * @param projectUrl the `import.meta.url` of its jest.config.js
 * @param options `environment: 'jsdom'` for browser code; everything else is passed to jest as it is
 */
export function preset(projectUrl, { environment = 'node', ...overrides } = {}) {
  const jsdom = environment === 'jsdom';
  const kind = process.env.HALLWAY_TEST_KIND;
  const kinds = { ...KINDS, ...INFRA };
  if (kind && !kinds[kind]) throw new Error(`HALLWAY_TEST_KIND must be one of ${Object.keys(kinds).join(', ')}`);
  const rootDir = fileURLToPath(new URL('.', projectUrl));
  return {
    rootDir,
    displayName: rootDir.slice(here('./').length).replace(/\/$/, ''),
    cacheDirectory: here('./.cache/jest'),
    testMatch: kind ? kinds[kind] : Object.values(KINDS).flat(),
    testEnvironment: jsdom ? here('./tools/jest/jsdom-environment.cjs') : 'node',
    moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'cjs', 'json', 'node'],
    transform: { '\\.tsx$': swc, '\\.(ts|mts|js|mjs)$': swcTs },
    transformIgnorePatterns: [`/node_modules/(?!.*/node_modules/)(?!(${esmPackages().join('|')})/)(?!.*\\.mjs$)`],
    resolver: here('./tools/jest/resolver.cjs'),
    moduleNameMapper: jsdom ? WEB_MODULES : {},
    setupFiles: ['reflect-metadata', ...(jsdom ? [here('./tools/jest/jsdom-setup.cjs')] : [])],
    globalSetup: here('./tools/jest/store-setup.mjs'),
    globalTeardown: here('./tools/jest/store-teardown.mjs'),
    modulePathIgnorePatterns: ['<rootDir>/dist/'],
    testTimeout: 60_000,
    reporters: ['default', here('./tools/jest/count-reporter.mjs')],
    ...overrides,
  };
}
