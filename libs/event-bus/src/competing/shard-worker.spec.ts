import { eventually } from '@hallway/testing';

import { RecordingLogger } from '../testing/recording-logger';
import type { EntryHandler } from './entry-handler';
import type { ReceivedEntry } from './received-entry';
import { ShardWorker } from './shard-worker';

describe('a shard with events that no handler wants', () => {
  const never = 60_000;
  const setUp = ({ positionAfter = never, positionEvery = never, queueLimit = 1_000 } = {}) => {
    const transactions: number[] = [];
    const handler = {
      concerns: (text: string) => text.includes('"wanted"'),
      handle: (entries: ReceivedEntry[]) => {
        transactions.push(entries.length);
        return Promise.resolve('handled');
      },
    } as unknown as EntryHandler;
    const acknowledged: number[] = [];
    const worker = new ShardWorker({
      domain: 'orders',
      shard: 0,
      handler,
      position: () => Promise.resolve(0),
      acknowledge: (_shard, positions) => void acknowledged.push(...positions),
      changed: () => undefined,
      tuning: { batchSize: 32, queueLimit, positionAfter, positionEvery },
      logger: new RecordingLogger(),
    });
    worker.rewound(0);
    let pubSeq = 0;
    const bring = (type: string, count = 1) => {
      for (let left = count; left > 0; left -= 1) worker.enqueue([{ pubSeq: (pubSeq += 1), text: JSON.stringify({ type, data: {} }) }]);
    };
    return { worker, transactions, acknowledged, bring };
  };

  it('takes them along with the next that is wanted', async () => {
    const { worker, transactions, acknowledged, bring } = setUp();
    bring('unwanted', 50);
    await eventually(() => worker.handledUpTo === 50);
    expect(transactions).toEqual([]);
    bring('wanted');
    await eventually(() => acknowledged.length === 51);
    expect(transactions).toEqual([51]);
    expect(worker.handledUpTo).toBe(51);
    await worker.stop();
  });

  it('stores the position once nothing more comes, though nothing wanted did', async () => {
    const { worker, transactions, acknowledged, bring } = setUp({ positionAfter: 5 });
    bring('unwanted', 3);
    await eventually(() => acknowledged.length === 3);
    expect(transactions).toEqual([3]);
    await worker.stop();
  });

  it('stores the position now and then while they keep coming', async () => {
    const { worker, transactions, bring } = setUp({ positionEvery: 50 });
    const coming = setInterval(() => bring('unwanted'), 5);
    await eventually(() => transactions.length > 1);
    clearInterval(coming);
    expect(transactions[0]).toBeGreaterThan(1);
    await worker.stop();
  });

  it('does not let them fill the queue', async () => {
    const { worker, transactions, acknowledged, bring } = setUp({ queueLimit: 20 });
    bring('unwanted', 10);
    await eventually(() => acknowledged.length === 10);
    expect(transactions).toEqual([10]);
    await worker.stop();
  });
});
