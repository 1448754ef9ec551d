import { createTestDatabase, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { createServiceApp, type ServiceApp } from '../src';
import { sampleService } from './sample-service';

/** The sample service with stores and an issuer of its own. */
export interface SampleStack {
  service: ServiceApp;
  issuer: TestIssuer;
  database: TestDatabase;
  redis: TestRedis;
  close(): Promise<void>;
}

export const serviceSecret = 'only-for-tests-0123456789-abcdefghij';

/** The settings by which a service uses these stores. */
export function settingsOf({ issuer, database, redis }: Pick<SampleStack, 'issuer' | 'database' | 'redis'>): Record<string, unknown> {
  return { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_KEY_PREFIX: redis.prefix, AUTH_URL: issuer.url, SERVICE_SECRET: serviceSecret };
}

export async function startSample(overrides: Record<string, unknown> = {}): Promise<SampleStack> {
  const [issuer, database, redis] = await Promise.all([startTestIssuer(), createTestDatabase('sample'), testRedis()]);
  const service = await createServiceApp(sampleService, { ...settingsOf({ issuer, database, redis }), ...overrides });
  const close = async (): Promise<void> => {
    await service.close();
    await Promise.all([issuer.close(), database.drop(), redis.release()]);
  };
  return { service, issuer, database, redis, close };
}
