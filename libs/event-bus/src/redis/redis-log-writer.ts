import type { Redis } from 'ioredis';

import type { Again, AppendRequest, AppendResult, GroupPosition, LogState, LogWriter, RefillRequest, StreamSize } from '../event-log';
import { appendScript, groupPositionsScript, lastPositionsScript, sizesScript, stateScript, trimScript } from './scripts';
import { refillField, StreamKeys } from './stream-keys';

/** How long an answer waits for its reader, in milliseconds. */
const answerKept = 60_000;

export class RedisLogWriter implements LogWriter {
  constructor(private readonly redis: Redis) {}

  async append(domain: string, requests: AppendRequest[]): Promise<AppendResult[]> {
    const keys = new StreamKeys(domain);
    const streams = requests.map(({ shard }) => keys.stream(shard));
    const runs = requests.flatMap(({ first, texts, allow = 'nothing' }) => [first, allow, texts.length, ...texts]);
    const answers = (await this.redis.eval(appendScript, streams.length, ...streams, ...runs)) as [number, number][];
    return answers.map(([appended, last]) => ({ outcome: appended === 1 ? 'appended' : 'behind', last }));
  }

  async lastPositions(domain: string): Promise<number[]> {
    const keys = new StreamKeys(domain).streams();
    return (await this.redis.eval(lastPositionsScript, keys.length, ...keys)) as number[];
  }

  async groups(domain: string): Promise<GroupPosition[]> {
    const keys = new StreamKeys(domain).streams();
    const rows = (await this.redis.eval(groupPositionsScript, keys.length, ...keys)) as [number, string, number][];
    return rows.map(([index, group, position]) => ({ group, shard: index - 1, position }));
  }

  async sizes(domain: string): Promise<StreamSize[]> {
    const keys = new StreamKeys(domain).streams();
    const rows = (await this.redis.eval(sizesScript, keys.length, ...keys)) as [number, number, number][];
    return rows.map(([first, last, bytes]) => ({ first, last, bytes }));
  }

  async trim(domain: string, shard: number, position: number): Promise<string[]> {
    return (await this.redis.eval(trimScript, 1, new StreamKeys(domain).stream(shard), position)) as string[];
  }

  async state(domain: string): Promise<LogState> {
    const keys = new StreamKeys(domain);
    const all = [keys.refillRequests, ...keys.streams()];
    const [lasts, fields] = (await this.redis.eval(stateScript, all.length, ...all)) as [number[], string[]];
    const wanted = fields.flatMap((field, at): RefillRequest[] => {
      const colon = field.indexOf(':');
      return at % 2 === 0 ? [{ shard: Number(field.slice(0, colon)), group: field.slice(colon + 1), from: Number(fields[at + 1]) }] : [];
    });
    return { lasts, wanted };
  }

  async answer(domain: string, { shard, group }: RefillRequest, { from, first, texts }: Again): Promise<void> {
    const keys = new StreamKeys(domain);
    const again = keys.again(shard, group);
    const steps = this.redis
      .multi()
      .del(again)
      .rpush(again, from, first, ...texts)
      .pexpire(again, answerKept);
    await steps.hdel(keys.refillRequests, refillField(shard, group)).exec();
  }
}
