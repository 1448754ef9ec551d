/** All projects at once: `npx jest` from the root, with HALLWAY_TEST_KIND to pick a kind. */
export default {
  projects: ['<rootDir>/apps/*/jest.config.js', '<rootDir>/libs/*/jest.config.js', '<rootDir>/libs/contracts/*/jest.config.js'],
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/tools/jest/count-reporter.mjs'],
};
