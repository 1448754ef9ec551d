import { v7 as uuidv7 } from 'uuid';

import { event } from '@hallway/contracts-core';
import { prepared } from '@hallway/service-kit/database';

import type { EventStore } from './event-bus';
import type { WrittenEvent } from './event-envelope';
import { shardOf } from './shard';
import { OrderPlaced, orderPlaced } from './testing/orders';
import { BusDatabase } from './testing/test-database';
import { TransactionalOutbox } from './transactional-outbox';

interface Row {
  shard: number;
  pub_seq: string;
  subject: string;
  payload: { key: string; value: number };
}

describe('TransactionalOutbox', () => {
  let database: BusDatabase;
  let store: EventStore;
  let announced: WrittenEvent[];
  let outbox: TransactionalOutbox;

  beforeAll(async () => {
    database = await BusDatabase.create();
    store = await database.store('orders');
  });
  beforeEach(() => {
    announced = [];
    outbox = new TransactionalOutbox('orders', store.transactions, (rows) => announced.push(...rows));
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const rows = () => store.dataSource.query<Row[]>('SELECT shard, pub_seq, subject, payload FROM outbox ORDER BY shard, pub_seq');
  const publish = (...orders: OrderPlaced[]) =>
    store.transactions.run(async (tx) => {
      for (const order of orders) outbox.add(tx, orderPlaced, order);
    });

  it('writes and announces the same events, in order within each shard', async () => {
    await publish(...Array.from({ length: 40 }, (_, value) => ({ key: `key-${value % 10}`, value })));
    const stored = await rows();
    expect(stored).toHaveLength(40);
    const place = ({ shard, pubSeq }: WrittenEvent) => shard * 1_000 + pubSeq;
    announced.sort((a, b) => place(a) - place(b));
    expect(announced.map(({ shard, pubSeq, payload }) => [shard, String(pubSeq), JSON.parse(payload)])).toEqual(
      stored.map(({ shard, pub_seq, payload }) => [shard, pub_seq, payload]),
    );
    for (const { shard, subject } of stored) expect(shard).toBe(shardOf(subject));
    for (const key of ['key-0', 'key-7']) {
      const values = stored.filter(({ subject }) => subject === key).map(({ payload }) => payload.value);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it('announces and keeps nothing of a transaction that rolls back', async () => {
    const failing = store.transactions.run(async (tx) => {
      outbox.add(tx, orderPlaced, { key: 'a', value: 1 });
      await tx.query('SELECT 1 / 0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(await rows()).toEqual([]);
    expect(announced).toEqual([]);
  });

  it('numbers without a hole and without a deadlock when many transactions touch many shards', async () => {
    const publishers = Array.from({ length: 8 }, async (_, publisher) => {
      for (let round = 0; round < 20; round += 1) {
        const keys = Array.from({ length: 6 }, (_unused, index) => `key-${(publisher * 7 + round * 3 + index * 11) % 50}`);
        if (round % 5 === 4) {
          const failing = store.transactions.run(async (tx) => {
            await prepared(tx, 'outbox_append_test', 'SELECT * FROM outbox_append($1::uuid[], $2, $3, $4, NULL)', [[uuidv7()], ['t'], [keys[0]], ['{}']]);
            throw new Error('rolled back');
          });
          await expect(failing).rejects.toThrow('rolled back');
        } else {
          await publish(...keys.map((key) => ({ key, value: round })));
        }
      }
    });
    await Promise.all(publishers);
    const stored = await rows();
    expect(stored).toHaveLength(8 * 16 * 6);
    const last = new Map<number, number>();
    for (const { shard, pub_seq } of stored) {
      expect(Number(pub_seq)).toBe((last.get(shard) ?? 0) + 1);
      last.set(shard, Number(pub_seq));
    }
  });

  it('computes the same shard in SQL', async () => {
    const subjects = ['', 'a', 'é', '日本', '😀', ...Array.from({ length: 200 }, () => uuidv7())];
    const [row] = await store.dataSource.query<{ shards: number[] }[]>(
      'SELECT array_agg(outbox_shard(s) ORDER BY place) AS shards FROM unnest($1::text[]) WITH ORDINALITY AS subjects (s, place)',
      [subjects],
    );
    expect(row?.shards).toEqual(subjects.map(shardOf));
  });

  it('keeps texts that JSON must escape', async () => {
    const odd = `quote " backslash \\ nul \u0000 newline \n lone \ud800 emoji 😀`;
    class Note {
      text: string;
    }
    const noted = event('orders.noted.v1', Note, { subject: () => 'note' });
    await store.transactions.run(async (tx) => outbox.add(tx, noted, { text: odd }));
    const [row] = await store.dataSource.query<{ payload: string }[]>('SELECT payload::text AS payload FROM outbox');
    expect(JSON.parse(row?.payload ?? '')).toEqual({ text: odd });
  });

  it('announces rows that a statement of its own has committed', async () => {
    const id = uuidv7();
    const [row] = await store.transactions.statement((source) =>
      source.query<{ shard: number; pub_seq: string; created_at: Date }[]>('SELECT * FROM outbox_append($1::uuid[], $2, $3, $4, $5)', [
        [id],
        [orderPlaced.type],
        ['a'],
        ['{"key":"a","value":1}'],
        null,
      ]),
    );
    const written = { id, type: orderPlaced.type, subject: 'a', payload: '{"key":"a","value":1}' };
    outbox.committed([{ ...written, shard: row?.shard ?? -1, pubSeq: Number(row?.pub_seq), createdAt: row?.created_at ?? new Date(0) }]);
    expect(announced).toMatchObject([{ id, shard: shardOf('a'), pubSeq: 1 }]);
  });

  it('refuses to tell a fact of another service', async () => {
    const foreign = event('billing.paid.v1', OrderPlaced, { subject: ({ key }) => key });
    const publishing = store.transactions.run(async (tx) => outbox.add(tx, foreign, { key: 'a', value: 1 }));
    await expect(publishing).rejects.toThrow('publishes its own facts');
  });
});
