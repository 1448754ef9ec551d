import type { Environment } from './load-config';

/** The environment of a service under test: this process's own, quiet, on free ports, with what the test says on top. */
export function testEnvironment(overrides: object = {}): Environment {
  const given = Object.entries(overrides).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]);
  return {
    SERVICE_SECRET: 'only-for-tests-0123456789-abcdefghij',
    LOG_LEVEL: 'error',
    ...process.env,
    NODE_ENV: 'test',
    PORT: '0',
    OPS_PORT: '0',
    HOST: '127.0.0.1',
    ...Object.fromEntries(given),
  };
}
