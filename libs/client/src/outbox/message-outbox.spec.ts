import fc from 'fast-check';

import { settled } from '../../test/fake-clock.ts';
import { FakeLocks, OutboxBench, type Outcome } from '../../test/outbox-bench.ts';
import { memoryOutbox, type OutboxStorage } from './outbox-storage.ts';

async function started(bench = new OutboxBench()): Promise<OutboxBench> {
  await bench.outbox.start('ana');
  await settled();
  return bench;
}

const write = (bench: OutboxBench, body: string, conversationId = 'c') => bench.outbox.enqueue({ conversationId, body });

describe('Outbox', () => {
  it('shows a message at once and lets it go when the timeline has it', async () => {
    const bench = await started();
    bench.covers = false;
    const writing = write(bench, 'a');
    expect(bench.states()).toEqual(['a queued']);
    await writing;
    await settled();
    expect(bench.states()).toEqual(['a sent']);
    bench.covers = true;
    bench.outbox.settle();
    expect(bench.states()).toEqual([]);
  });

  it('lets a message go when its event comes before its acknowledgement', async () => {
    const bench = await started();
    bench.outcomes = ['stored-silently'];
    await write(bench, 'a');
    await settled();
    expect(bench.states()).toEqual(['a queued']);
    bench.outbox.settle(bench.rooms.get('c')?.messages);
    expect(bench.states()).toEqual([]);
    await bench.clock.advance(60_000);
    expect(bench.texts('c')).toEqual(['a']);
  });

  it('keeps the order of a conversation while its first message is tried again', async () => {
    const bench = await started();
    bench.outcomes = ['network', 503, 429];
    await write(bench, 'a');
    await write(bench, 'b');
    await write(bench, 'x', 'other');
    await bench.clock.advance(60_000);
    expect(bench.texts('c')).toEqual(['a', 'b']);
    expect(bench.texts('other')).toEqual(['x']);
    expect(bench.mostAtOnce).toBe(1);
  });

  it('waits as long as the server asks', async () => {
    const bench = await started();
    bench.outcomes = [429];
    bench.retryAfterSeconds = 20;
    await write(bench, 'a');
    await settled();
    await bench.clock.advance(19_000);
    expect(bench.texts('c')).toEqual([]);
    await bench.clock.advance(1_000);
    expect(bench.texts('c')).toEqual(['a']);
  });

  it('waits 1, 2, 4 and at most 30 s, less a random part', async () => {
    const bench = await started();
    bench.outcomes = Array<Outcome>(8).fill('network');
    await write(bench, 'a');
    await settled();
    const waits: number[] = [];
    while (bench.clock.next !== undefined) {
      waits.push(bench.clock.next);
      await bench.clock.advance(bench.clock.next);
    }
    expect(waits).toHaveLength(8);
    for (const [n, wait] of waits.entries()) {
      const full = Math.min(30_000, 1000 * 2 ** n);
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
  });

  it('tries at once when the connection is back', async () => {
    const bench = await started();
    bench.outcomes = ['network'];
    await write(bench, 'a');
    await settled();
    bench.outbox.flush();
    await settled();
    expect(bench.texts('c')).toEqual(['a']);
  });

  it.each([400, 403, 404, 409, 413])('keeps a message that is refused with %i for the user, and goes on with the next', async (status) => {
    const bench = await started();
    bench.outcomes = [status];
    const failed = await write(bench, 'a');
    await write(bench, 'b');
    await settled();
    expect(bench.states()).toEqual(['a failed']);
    expect(bench.outbox.of('c')[0]?.problem).toMatchObject({ status, code: `refused-${status}` });
    expect(bench.texts('c')).toEqual(['b']);
    await bench.outbox.retry(failed.clientMessageId);
    await settled();
    expect(bench.texts('c')).toEqual(['b', 'a']);
    expect(bench.states()).toEqual([]);
  });

  it('gives a message up when the user says so', async () => {
    const bench = await started();
    bench.outcomes = ['network'];
    const { clientMessageId } = await write(bench, 'a');
    await settled();
    await bench.outbox.discard(clientMessageId);
    await bench.clock.advance(60_000);
    expect(bench.texts('c')).toEqual([]);
  });

  it('goes on in memory, and says so, when the storage refuses', async () => {
    const full: OutboxStorage = { ...memoryOutbox(), put: () => Promise.reject(new Error('QuotaExceededError')) };
    const bench = await started(new OutboxBench({ storage: full }));
    await write(bench, 'a');
    await settled();
    expect(bench.outbox.getSnapshot().durable).toBe(false);
    expect(bench.texts('c')).toEqual(['a']);
  });

  it('hides what another user has waiting, and drops it', async () => {
    const storage = memoryOutbox();
    const bench = await started(new OutboxBench({ storage }));
    bench.outcomes = ['network'];
    await write(bench, 'of ana');
    await settled();
    await bench.outbox.start('bo');
    await settled();
    expect(bench.states()).toEqual([]);
    await bench.outbox.start('ana');
    await settled();
    expect(bench.texts('c')).toEqual([]);
  });

  it('sends from one tab only, and from the next when that one closes', async () => {
    const storage: OutboxStorage = { ...memoryOutbox(), sharedAs: 'no-channel' };
    const locks = new FakeLocks();
    const first = await started(new OutboxBench({ storage, locks }));
    const { clock, rooms } = first;
    const second = await started(new OutboxBench({ storage, locks, clock, rooms }));
    await write(second, 'from the second');
    await settled();
    expect(second.states()).toEqual(['from the second queued']);
    first.outbox.stop();
    await settled();
    expect(second.texts('c')).toEqual(['from the second']);
    second.outbox.stop();
  });

  const outcome = fc.constantFrom<Outcome>('stored', 'stored', 'stored', 'stored-silently', 'network', 429, 500, 503);

  it('stores each message once and in order, whatever happens on the way, over restarts too', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), room: fc.constantFrom('c', 'd') }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
      { weight: 1, arbitrary: fc.constant({ do: 'flush' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
    );
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.array(outcome, { maxLength: 60, size: 'max' }),
      async (steps, outcomes) => {
        const storage = memoryOutbox();
        let bench = await started(new OutboxBench({ storage }));
        bench.outcomes = outcomes;
        const written: Record<string, string[]> = { c: [], d: [] };
        for (const [n, what] of steps.entries()) {
          if (what.do === 'write') {
            written[what.room]?.push(`${n}`);
            await write(bench, `${n}`, what.room);
          }
          if (what.do === 'wait') await bench.clock.advance(what.ms);
          if (what.do === 'flush') bench.outbox.flush();
          if (what.do === 'restart') {
            const { clock, rooms } = bench;
            bench.outbox.stop();
            bench = await started(new OutboxBench({ storage, clock, rooms }));
            bench.outcomes = outcomes;
          }
        }
        for (let round = 0; round < 100 && bench.states().length > 0; round += 1) await bench.clock.advance(30_000);
        expect({ c: bench.texts('c'), d: bench.texts('d') }).toEqual(written);
        expect(bench.states()).toEqual([]);
        expect(await storage.list('ana')).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
