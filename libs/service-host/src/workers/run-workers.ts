import { type Environment, RELEASE } from '@hallway/service-kit/config';
import { Logger, type LogLevel } from '@hallway/service-kit/log';

import { workerEnvironments } from './worker-environments';
import { WorkerPool } from './worker-pool';

const levels: readonly string[] = ['error', 'warn', 'info', 'debug'] satisfies LogLevel[];

/** What is wrong with it the workers say. */
function levelOf({ LOG_LEVEL: level = '' }: Environment): LogLevel {
  return levels.includes(level) ? (level as LogLevel) : 'info';
}

/**
 * Runs this program as several processes, which share its public port and its work. This one only starts them, again when
 * they end, and passes on that it is to stop. When it dies, so do they.
 *
 * @param name of the program, for its logs
 */
export async function runWorkers(name: string, count: number, env: Environment): Promise<void> {
  const { SERVICE_VERSION: version = RELEASE, INSTANCE_ID: instance = name } = env;
  const logger = new Logger({ service: name, version, instance, level: levelOf(env) });
  const pool = new WorkerPool(await workerEnvironments(env, count), logger, () => void stop('a worker could not start', 1));
  const stop = async (reason: string, code: number): Promise<void> => {
    logger.info('stopping', { reason });
    await pool.stop();
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop(signal, 0));
  for (let worker = 0; worker < count; worker += 1) pool.start(worker);
}
