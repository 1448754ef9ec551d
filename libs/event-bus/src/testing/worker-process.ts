import { Redis } from 'ioredis';

import { ServiceConfig } from '@hallway/service-kit/config';
import { createDataSource, Transactions } from '@hallway/service-kit/database';

import { EventBus } from '../event-bus';
import type { EventContext } from '../event-context';
import { RedisEventLog } from '../redis/redis-event-log';
import { fastTuning } from './fast-tuning';
import { type OrderPlaced, orderPlaced } from './orders';
import { RecordingLogger } from './recording-logger';

/** What the parent process says on the command line. */
export interface WorkerProcessOptions {
  connectionString: string;
  redisUrl: string;
  keyPrefix: string;
  name: string;
}

/** A replica of `billing` in a process of its own, for tests that kill it. */
async function main({ connectionString, redisUrl, keyPrefix, name }: WorkerProcessOptions): Promise<void> {
  const config = Object.assign(new ServiceConfig(), { DATABASE_URL: connectionString, DATABASE_POOL_MAX: 10 });
  const schema = 'billing';
  const dataSource = await createDataSource({ config, schema, entities: [], migrations: [] }).initialize();
  const redis = new Redis(redisUrl, { keyPrefix });
  const bus = new EventBus({
    service: schema,
    instanceId: name,
    log: new RedisEventLog(redis, fastTuning),
    store: { dataSource, transactions: new Transactions(dataSource), connectionString, schema },
    mode: 'competing',
    domains: ['orders'],
    logger: new RecordingLogger(),
    tuning: fastTuning,
  });
  const handle = async ({ key, value }: OrderPlaced, { tx }: EventContext): Promise<void> => {
    await tx.query('INSERT INTO effects (key, value, replica) VALUES ($1, $2, $3)', [key, value, name]);
  };
  bus.server.addHandler(orderPlaced.type, handle, true);
  await bus.server.listen(() => process.send?.('listening'));
}

void main(JSON.parse(process.argv[2] ?? '{}') as WorkerProcessOptions);
