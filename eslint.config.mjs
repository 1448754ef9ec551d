import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

import { forSources, forTests } from './tools/lint/project-constraints.mjs';
import { restricted } from './tools/lint/restricted-syntax.mjs';
import { sliceBoundaries } from './tools/lint/slice-boundaries.mjs';

const SOURCES = ['apps/**/*.{ts,tsx}', 'libs/**/*.{ts,tsx}'];
const TESTS = [
  '**/*.{spec,int-spec,e2e-spec}.{ts,tsx}',
  '**/test/**/*.{ts,tsx}',
  '**/testing/**/*.{ts,tsx}',
  '**/*.fake.ts',
  'apps/system-e2e/**/*.ts',
  'tools/*/src/**/*.ts',
];
const CONFIGS = ['**/config.ts', '**/config/**/*.ts', '**/*.config.ts', 'libs/testing/src/**/*.ts'];

/** What runs in browsers. */
const PAGES = ['apps/web/src/**/*.{ts,tsx}', 'libs/client/src/**/*.ts', 'libs/ui/src/**/*.{ts,tsx}', 'libs/markup/src/**/*.ts'];

/** Libraries of which one sub-path is loaded when it is needed; Nx sees whole libraries only. */
const partlyLazy = ['@hallway/client', '@hallway/service-host'];

/** What runs when it is loaded, then packages, our own libraries, and files; a blank line between. */
const importGroups = [['^\\u0000'], ['^node:', '^@?\\w'], ['^@hallway/'], ['^\\.']];

const modules = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      depConstraints,
      allow: ['^[./]+/jest\\.preset\\.mjs$', '^[./]+/tools/.*', '^[./]+/(local-stack|backup|build|(libs/)?store-setup)/.*\\.mjs$'],
      enforceBuildableLibDependency: false,
      checkDynamicDependenciesExceptions: partlyLazy,
    },
  ],
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.data/**', '.cache/**', 'test-results/**', '**/*.d.ts', '**/vite.config.*.timestamp*'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx, 'import-sort': importSort },
    rules: {
      'import-sort/imports': ['error', { groups: importGroups }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      // Importing a file that needs a declaration file of its own brings that, too.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always', types: 'prefer-import', lib: 'never' }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  { files: SOURCES, rules: { 'no-console': 'error', ...modules(forSources), 'no-restricted-syntax': ['error', ...restricted.source] } },
  {
    files: PAGES,
    ignores: [...TESTS, 'apps/web/src/lib/device/**', 'libs/client/src/platform/**'],
    rules: { 'no-restricted-syntax': ['error', ...restricted.page] },
  },
  { files: CONFIGS, rules: { 'no-restricted-syntax': ['error', ...restricted.configSource] } },
  // Vite reads its settings from the default export.
  { files: ['**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['libs/contracts/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...restricted.contracts] } },
  { files: TESTS, rules: { 'max-lines': ['error', { max: 600 }], ...modules(forTests), 'no-restricted-syntax': ['error', ...restricted.test] } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  sliceBoundaries,
  {
    files: ['apps/web/**/*.{ts,tsx}', 'libs/ui/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
