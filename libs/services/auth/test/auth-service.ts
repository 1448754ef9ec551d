import { type AddressInfo, createServer } from 'node:net';

import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { createTestDatabase, type TestDatabase, type TestRedis, testRedis } from '@hallway/testing';

import { authService } from '../src/auth.service-definition';

export interface AuthUnderTest {
  service: ServiceApp;
  database: TestDatabase;
  redis: TestRedis;
  /** Calls below /api/v1. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Registers a new user, with the refresh token in the body. */
  person(overrides?: object): Promise<TestUser>;
  stop(): Promise<void>;
}

interface CallOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, never> & { code: string; accessToken: string; refreshToken: string; items: Record<string, unknown>[] };
}

export interface TestUser {
  username: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
  id: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The auth service on a database and a Redis of its own. */
export async function startAuth(overrides: Record<string, unknown> = {}): Promise<AuthUnderTest> {
  const [database, redis, port] = await Promise.all([createTestDatabase('auth'), testRedis(), freePort()]);
  const service = await createServiceApp(authService, {
    PORT: port,
    AUTH_URL: [`http://127.0.0.1:${port}`],
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_KEY_PREFIX: redis.prefix,
    AUTH_PASSWORD_PEPPER: 'p'.repeat(32),
    AUTH_KEY_SECRET: 'k'.repeat(32),
    AUTH_BCRYPT_COST: 10,
    ...overrides,
  });
  const call = async (method: string, path: string, { body, token, headers }: CallOptions = {}): Promise<Answer> => {
    const response = await fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  let count = 0;
  const person = async (overrides: object = {}): Promise<TestUser> => {
    const name = `user${++count}-${process.hrtime.bigint().toString(36)}`.slice(0, 32);
    const details = { username: name, email: `${name}@example.org`, password: `correct horse ${name}`, ...overrides };
    const { body } = await call('POST', '/auth/register', { body: { ...details, tokenTransport: 'body' } });
    return { ...details, accessToken: body.accessToken, refreshToken: body.refreshToken, id: (body as unknown as { user: { id: string } }).user.id };
  };
  const stop = async () => {
    await service.close();
    await Promise.all([database.drop(), redis.release()]);
  };
  return { service, database, redis, call, person, stop };
}
