import 'fake-indexeddb/auto';

import { randomUUID } from 'node:crypto';

import { eventually } from '@hallway/testing';

import { FakeClock } from '../../test/fake-clock.ts';
import { FakeLocks, OutboxBench } from '../../test/outbox-bench.ts';
import { indexedDbOutbox } from './indexed-db-outbox.ts';
import type { OutboxMessage } from './outbox-message.ts';

const aMessage = (changes: Partial<OutboxMessage> = {}): OutboxMessage => ({
  clientMessageId: randomUUID(),
  userId: 'ana',
  conversationId: 'c',
  body: 'hello',
  attachments: [],
  files: [],
  replyTo: null,
  createdAt: new Date(0).toISOString(),
  order: 1,
  state: 'queued',
  problem: null,
  ...changes,
});

describe('indexedDbOutbox', () => {
  it('keeps messages with the bytes of their files over a reload', async () => {
    const name = randomUUID();
    const file = { name: 'a.txt', type: 'text/plain', size: 2, data: new Uint8Array([104, 105]) };
    const message = aMessage({ files: [file] });
    await indexedDbOutbox(name).put(message);
    expect(await indexedDbOutbox(name).list('ana')).toEqual([message]);
  });

  it('replaces what has the same id, and lets go of what is sent', async () => {
    const storage = indexedDbOutbox(randomUUID());
    const message = aMessage();
    await storage.put(message);
    await storage.put({ ...message, state: 'failed' });
    expect(await storage.list('ana')).toMatchObject([{ state: 'failed' }]);
    await storage.delete(message.clientMessageId);
    expect(await storage.list('ana')).toEqual([]);
  });

  it('keeps people apart', async () => {
    const storage = indexedDbOutbox(randomUUID());
    const [ofAna, ofBo] = [aMessage(), aMessage({ userId: 'bo' })];
    await storage.put(ofAna);
    await storage.put(ofBo);
    expect(await storage.list('bo')).toEqual([ofBo]);
    await storage.clear('ana');
    expect([await storage.list('ana'), await storage.list('bo')]).toEqual([[], [ofBo]]);
  });
});

describe('two tabs with one outbox', () => {
  const tabs: OutboxBench[] = [];
  afterEach(() => {
    for (const tab of tabs.splice(0)) tab.outbox.stop();
  });

  async function pair(): Promise<[OutboxBench, OutboxBench]> {
    const name = randomUUID();
    const shared = { locks: new FakeLocks(), clock: new FakeClock(), rooms: new Map() };
    for (let n = 0; n < 2; n += 1) {
      const tab = new OutboxBench({ ...shared, storage: indexedDbOutbox(name) });
      tabs.push(tab);
      await tab.outbox.start('ana');
    }
    return tabs as [OutboxBench, OutboxBench];
  }

  it('show the same, and send from one of them, once and in order', async () => {
    const [first, second] = await pair();
    for (let n = 0; n < 10; n += 1) await (n % 2 ? first : second).outbox.enqueue({ conversationId: 'c', body: `${n}` });
    await eventually(() => expect([first.states(), second.states()]).toEqual([[], []]));
    expect(new Set(first.texts('c'))).toEqual(new Set(Array.from({ length: 10 }, (_, n) => `${n}`)));
    expect(first.texts('c')).toHaveLength(10);
    const inSecond = first.texts('c').filter((text) => Number(text) % 2 === 0);
    expect(inSecond).toEqual(['0', '2', '4', '6', '8']);
  });

  it('hand the work over when the one that sends is closed', async () => {
    const [first, second] = await pair();
    first.outcomes = ['network'];
    await second.outbox.enqueue({ conversationId: 'c', body: 'left behind' });
    await eventually(() => expect(first.outcomes).toEqual([]));
    first.outbox.stop();
    await eventually(() => expect(second.texts('c')).toEqual(['left behind']));
    await eventually(() => expect(second.states()).toEqual([]));
  });

  it('follow each other when a message is given up', async () => {
    const [first, second] = await pair();
    first.outcomes = [404];
    const { clientMessageId } = await first.outbox.enqueue({ conversationId: 'c', body: 'refused' });
    await eventually(() => expect(second.states()).toEqual(['refused failed']));
    await second.outbox.discard(clientMessageId);
    await eventually(() => expect(first.states()).toEqual([]));
  });
});
