import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { type BatchResult, type Message, messagesApi, messagesInternalApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { aSend, MessagesApp, type TestUser } from './messages-app';

let service: MessagesApp;
let ana: TestUser;
let ben: TestUser;

beforeAll(async () => {
  service = await MessagesApp.start();
  ana = service.person('ana');
  ben = service.person('ben');
});
afterAll(() => service.stop());

const history = async (person: TestUser, conversationId: string, query = {}): Promise<Message[]> =>
  (await service.call(messagesApi.window, person, { params: { conversationId }, query })).body.items as Message[];

describe('a batch', () => {
  const batch = async (sends: object[]) => {
    const { outcomes } = (await service.internal(messagesInternalApi.batch, { sends })).body as unknown as BatchResult;
    return outcomes.map(({ stored, repeated, problem }) => ({
      ...(stored && { message: JSON.parse(stored.json) as Message, repeated }),
      ...(problem && { problem }),
    }));
  };

  it('answers every send in order, duplicates and failures among them', async () => {
    const [one, two] = [service.conversation([ana, ben]), service.conversation([ben])];
    const first = { ...aSend('first'), conversationId: one, senderId: ana.id };
    const outcomes = await batch([
      first,
      { ...aSend('second'), conversationId: one, senderId: ben.id },
      first,
      { ...aSend('not mine'), conversationId: two, senderId: ana.id },
      { ...aSend(''), conversationId: one, senderId: ana.id },
      { ...aSend('other'), conversationId: two, senderId: ben.id },
    ]);
    expect(outcomes.map(({ message, repeated, problem }) => problem?.code ?? [message?.body, message?.seq, repeated])).toEqual([
      ['first', 1, false],
      ['second', 2, false],
      ['first', 1, true],
      'not-found',
      'empty-message',
      ['other', 1, false],
    ]);
    expect((await batch([first]))[0]).toEqual({ message: outcomes[0]?.message, repeated: true });
  });

  it('is taken from services only', async () => {
    const body = { sends: [{ ...aSend('x'), conversationId: uuidv7(), senderId: ana.id }] };
    expect((await service.call(messagesInternalApi.batch, ana, { body })).status).toBe(401);
  });

  it('gives its messages the moment at which the last of its conversations let it go on', async () => {
    const writer = service.person();
    const conversations = [service.conversation([writer, ben]), service.conversation([writer, ben])].sort();
    const sends = () => conversations.map((conversationId) => ({ ...aSend('x'), conversationId, senderId: writer.id }));
    await batch(sends());
    const source = service.app.app.get(DataSource);
    const holder = source.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT FROM conversation_heads WHERE conversation_id = $1 FOR UPDATE', [conversations[1]]);
    const waiting = batch(sends());
    await eventually(
      async () =>
        (
          await source.query<object[]>(
            "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%send_plain_messages%' AND datname = current_database()",
          )
        ).length > 0,
    );
    const [{ now }] = (await holder.query('SELECT clock_timestamp() AS now')) as [{ now: Date }];
    await holder.commitTransaction();
    await holder.release();
    for (const { message } of await waiting) expect(Date.parse(message!.createdAt)).toBeGreaterThanOrEqual(now.getTime());
  });

  it('does not deadlock with batches that name the same conversations in another order', async () => {
    const conversations = Array.from({ length: 8 }, () => service.conversation([ana, ben]));
    const sendsIn = (order: string[]) => order.map((conversationId) => ({ ...aSend('x'), conversationId, senderId: ana.id }));
    await batch(sendsIn(conversations));
    const batches = Array.from({ length: 40 }, (_, n) => batch(sendsIn(n % 2 ? conversations : [...conversations].reverse())));
    const outcomes = (await Promise.all(batches)).flat();
    expect(outcomes.filter(({ message }) => message)).toHaveLength(320);
    for (const conversationId of conversations)
      expect((await history(ana, conversationId, { limit: 100 })).map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, n) => n + 1));
  });
});
