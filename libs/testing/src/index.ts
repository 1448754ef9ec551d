export { eventually, type EventuallyOptions } from './eventually';
export { createTestDatabase, type TestDatabase } from './test-database';
export { testRedis, type TestRedis } from './test-redis';
export { startTestIssuer, type TestIssuer, type TestIssuerOptions, type TokenClaims } from './test-issuer';
export { settingsTable } from './settings-table';
