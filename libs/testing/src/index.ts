export { changingRoutes } from './changing-routes';
export { type DnsServer, startDnsServer } from './dns-server';
export { eventually, type EventuallyOptions } from './eventually';
export { OwnPostgres } from './own-postgres';
export { OwnRedis } from './own-redis';
export { createTestDatabase, type TestDatabase } from './test-database';
export { testRedis, type TestRedis } from './test-redis';
export { startTestIssuer, type TestIssuer, type TestIssuerOptions, type TokenClaims } from './test-issuer';
export { settingsTable } from './settings-table';
