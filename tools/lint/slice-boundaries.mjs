import boundaries from 'eslint-plugin-boundaries';

/** Roles that never leave their feature folder: who needs them asks the feature's service. */
const PRIVATE_ROLES = ['entity', 'repository', 'policy', 'mapper', 'controller', 'consumer', 'gateway', 'fake'];

/** Between the features of one service: a sibling is reached through its service or module, never through its insides. */
export const sliceBoundaries = {
  files: ['libs/services/*/src/**/*.ts'],
  plugins: { boundaries },
  settings: {
    'import/resolver': { node: { extensions: ['.ts', '.tsx', '.mjs', '.js'] } },
    'boundaries/elements': [
      { type: 'database', pattern: 'libs/services/*/src/database' },
      { type: 'slice', pattern: 'libs/services/*/src/*', capture: ['service', 'slice'] },
    ],
    'boundaries/files': [{ category: 'private', pattern: PRIVATE_ROLES.map((role) => `**/*.${role}.ts`) }],
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'allow',
        policies: [
          {
            from: { element: { type: 'slice' } },
            disallow: { to: { element: { type: 'slice', captured: { slice: '!{{ from.element.captured.slice }}' } }, file: { categories: 'private' } } },
            message: 'A feature reaches a sibling through its service or module only; entities, repositories and policies stay in their folder',
          },
        ],
      },
    ],
  },
};
