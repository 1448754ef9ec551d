import type { Redis } from 'ioredis';

import type { EventLog, LogGroupReader, LogTailReader, LogWriter } from '../event-log';
import { defaultTuning, type EventTuning } from '../tuning';
import { RedisGroupReader } from './redis-group-reader';
import { RedisLogWriter } from './redis-log-writer';
import { RedisTailReader } from './redis-tail-reader';

/**
 * The streams in Redis. Takes the service's command client and makes its own connections for reads
 * that wait, with the same settings (address, Sentinel, TLS, key prefix).
 */
export class RedisEventLog implements EventLog {
  private readonly options: Pick<EventTuning, 'blockTime' | 'leaseTime'>;

  constructor(
    private readonly redis: Redis,
    tuning: Partial<EventTuning> = {},
  ) {
    this.options = { ...defaultTuning, ...tuning };
  }

  writer(): LogWriter {
    return new RedisLogWriter(this.redis);
  }

  groupReader(domain: string, group: string, replica: string): LogGroupReader {
    return new RedisGroupReader(this.redis, domain, group, replica, this.options);
  }

  tailReader(domain: string): LogTailReader {
    return new RedisTailReader(this.redis, domain, this.options.blockTime);
  }
}
