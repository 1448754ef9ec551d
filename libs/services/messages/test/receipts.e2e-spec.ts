import fc from 'fast-check';

import { messagesListenerApi } from '@hallway/contracts-conversations';
import {
  type ConversationReceipts,
  type Message,
  type MessageReceipts,
  messagesApi,
  messagesInternalApi,
  receiptsApi,
  type Summary,
} from '@hallway/contracts-messages';

import { MessagesApp, type TestUser } from './messages-app';

let service: MessagesApp;
beforeAll(async () => {
  service = await MessagesApp.start();
});
afterAll(() => service.stop());

const send = (person: TestUser, conversationId: string, body = 'x'): Promise<Message> => service.send(person, conversationId, body);
const read = async (person: TestUser, conversationId: string, seq: number) =>
  (await service.call(receiptsApi.read, person, { params: { conversationId }, body: { seq } })).body;
const summaries = async (conversationId: string, people: TestUser[], joinedAt = new Date(0).toISOString()): Promise<Summary[]> => {
  const members = people.map(({ id: userId }) => ({ userId, joinedAt }));
  const answer = await service.internal(messagesInternalApi.summaries, { conversationId, members }, 'conversations');
  const byUser = new Map((answer.body.items as Summary[]).map((item) => [item.userId, item]));
  return people.map(({ id }) => byUser.get(id)!);
};

describe('read marks', () => {
  it('move forwards only, and not beyond the last message', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, ben]);
    for (let n = 0; n < 5; n += 1) await send(ana, conversationId);
    expect(await read(ben, conversationId, 0)).toEqual({ readSeq: 0, unread: 5 });
    expect(await read(ben, conversationId, 3)).toEqual({ readSeq: 3, unread: 2 });
    expect(await read(ben, conversationId, 1)).toEqual({ readSeq: 3, unread: 2 });
    expect(await read(ben, conversationId, 999)).toEqual({ readSeq: 5, unread: 0 });
    expect(await read(ana, conversationId, 0)).toEqual({ readSeq: 5, unread: 0 });
  });

  it('of one person from many devices at once end at the highest', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, ben]);
    for (let n = 0; n < 20; n += 1) await send(ana, conversationId);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => read(ben, conversationId, n + 1)));
    expect(answers.every(({ readSeq }, n) => (readSeq as number) >= n + 1)).toBe(true);
    expect(await read(ben, conversationId, 0)).toEqual({ readSeq: 20, unread: 0 });
  });

  it('keep unread and mention counts exact under any order of sends, reads and deletions', async () => {
    const people = [service.person('uma'), service.person('vic'), service.person('wes')];
    const who = fc.nat({ max: people.length - 1 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('send' as const), who, mentions: fc.subarray([0, 1, 2]) }),
      fc.record({ do: fc.constant('read' as const), who, seq: fc.nat({ max: 15 }) }),
      fc.record({ do: fc.constant('delete' as const), seq: fc.integer({ min: 1, max: 15 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const conversationId = service.conversation(people);
        const sent: { message: Message; sender: number; mentions: number[] }[] = [];
        const marks = people.map(() => 0);
        for (const action of steps) {
          if (action.do === 'send') {
            const text = action.mentions.map((place) => `@${people[place]!.username}`).join(' ');
            sent.push({ message: await send(people[action.who]!, conversationId, `x ${text}`), sender: action.who, mentions: action.mentions });
            marks[action.who] = sent.length;
          } else if (action.do === 'read') {
            marks[action.who] = Math.max(marks[action.who]!, Math.min(action.seq, sent.length));
            expect(await read(people[action.who]!, conversationId, action.seq)).toEqual({
              readSeq: marks[action.who],
              unread: sent.length - marks[action.who]!,
            });
          } else if (action.seq <= sent.length) {
            const { message, sender } = sent[action.seq - 1]!;
            await service.call(messagesApi.delete, people[sender], { params: { messageId: message.id } });
            sent[action.seq - 1]!.mentions = [];
          }
        }
        const counted = sent.length === 0 ? [] : await summaries(conversationId, people);
        expect(counted.map(({ lastSeq, readSeq, unread, mentionCount }) => ({ lastSeq, readSeq, unread, mentionCount }))).toEqual(
          counted.map((_, place) => ({
            lastSeq: sent.length,
            readSeq: marks[place],
            unread: sent.length - marks[place]!,
            mentionCount: sent.filter(({ message, mentions }) => message.seq > marks[place]! && mentions.includes(place)).length,
          })),
        );
      }),
      { numRuns: 12 },
    );
  });
});

describe('receipts of a message', () => {
  it('name who has read and received it, from when, and not its sender', async () => {
    const [ana, ben, cleo, dan] = [service.person(), service.person(), service.person(), service.person()];
    const conversationId = service.conversation([ana, ben, cleo, dan]);
    const first = await send(ana, conversationId);
    const deliver = await service.call(receiptsApi.delivered, cleo, { params: { conversationId }, body: { seq: 1 } });
    expect(deliver.status).toBe(204);
    await read(ben, conversationId, 1);
    const receipts = async (messageId: string) =>
      (await service.call(receiptsApi.ofMessage, ana, { params: { messageId } })).body as unknown as MessageReceipts;
    const early = await receipts(first.id);
    expect(early).toEqual({ read: [{ userId: ben.id, at: expect.any(String) }], delivered: expect.any(Array) });
    expect(early.delivered.map(({ userId }) => userId).sort()).toEqual([ben.id, cleo.id].sort());
    const second = await send(dan, conversationId);
    await read(ben, conversationId, 2);
    const late = await receipts(first.id);
    expect(late.read).toEqual([...early.read, { userId: dan.id, at: second.createdAt }]);
    expect((await receipts(second.id)).read.map(({ userId }) => userId)).toEqual([ben.id]);
  });
});

describe('marks of a conversation', () => {
  const marks = async (person: TestUser, conversationId: string) =>
    (await service.call(receiptsApi.marks, person, { params: { conversationId } })).body as unknown as ConversationReceipts;

  it('say of every message what its receipts say, whatever was read, delivered, sent and joined before', async () => {
    const people = ['xan', 'yve', 'zoe'].map((name) => service.person(name));
    const conversationId = service.conversation(people.slice(0, 2));
    const messages: Message[] = [];
    const deliver = (person: TestUser, seq: number) => service.call(receiptsApi.delivered, person, { params: { conversationId }, body: { seq } });
    for (let n = 0; n < 3; n += 1) messages.push(await send(people[0]!, conversationId));
    await read(people[1]!, conversationId, 2);
    // Not known here yet, so their owner is asked with their first call.
    const before = service.peers.snapshots.get(conversationId)!;
    const joined = { userId: people[2]!.id, username: people[2]!.username, role: 'member' as const, joinedAt: new Date().toISOString() };
    service.peers.snapshots.set(conversationId, { ...before, version: 2, members: [...before.members, joined] });
    for (let n = 0; n < 3; n += 1) messages.push(await send(people[n % 2]!, conversationId));
    await deliver(people[2]!, 4);
    messages.push(await send(people[2]!, conversationId));
    const { read: reads, delivered } = await marks(people[0]!, conversationId);
    const passed = (of: typeof reads, message: Message) =>
      [
        ...new Set(
          of.filter(({ userId, seq, joinedSeq }) => seq >= message.seq && joinedSeq < message.seq && userId !== message.senderId).map(({ userId }) => userId),
        ),
      ].sort();
    for (const message of messages) {
      const receipts = (await service.call(receiptsApi.ofMessage, people[1]!, { params: { messageId: message.id } })).body as unknown as MessageReceipts;
      expect(passed(reads, message)).toEqual(receipts.read.map(({ userId }) => userId).sort());
      expect(passed([...reads, ...delivered], message)).toEqual(receipts.delivered.map(({ userId }) => userId).sort());
    }
  });

  it("are answered to members only, and in a large group only one's own", async () => {
    const people = Array.from({ length: 101 }, () => service.person());
    const conversationId = service.conversation(people);
    await send(people[0]!, conversationId);
    await read(people[1]!, conversationId, 1);
    expect((await marks(people[1]!, conversationId)).read.map(({ userId }) => userId)).toEqual([people[1]!.id]);
    expect((await service.call(receiptsApi.marks, service.person(), { params: { conversationId } })).status).toBe(404);
  });
});

describe('summaries', () => {
  it('begin with the join, also while nothing is known here of who joins, or joins again', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = service.conversation([ana]);
    for (let n = 0; n < 2; n += 1) await send(ana, conversationId);
    const joinedAt = new Date(Date.now() + 1_000).toISOString();
    expect((await summaries(conversationId, [ben], joinedAt))[0]).toMatchObject({ lastSeq: 2, readSeq: 2, unread: 0 });
    const membership = {
      conversationId,
      conversationType: 'group',
      userId: ben.id,
      username: ben.username,
      role: 'member',
      joinedAt: new Date(0).toISOString(),
      version: 2,
    };
    await service.internal(messagesListenerApi.memberRemoved, membership, 'conversations');
    expect((await summaries(conversationId, [ben], joinedAt))[0]).toMatchObject({ readSeq: 2, unread: 0 });
    const body = { userId: ben.id, conversations: [{ conversationId, createdAt: joinedAt, joinedAt }], limit: 1 };
    const { body: list } = await service.internal(messagesInternalApi.userSummaries, body, 'conversations');
    expect(list.items).toMatchObject([{ conversationId, readSeq: 2, unread: 0 }]);
  });

  it('order the conversations of a person by last activity, page by page', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const ids = Array.from({ length: 5 }, () => service.conversation([ana, ben]));
    const createdAt = new Date(Date.now() - 3_600_000).toISOString();
    for (const id of [ids[2]!, ids[0]!]) await send(ben, id, `hello @${ana.username}`);
    const expected = [ids[0]!, ids[2]!, ids[4]!, ids[3]!, ids[1]!];
    const seen: Summary[] = [];
    let cursor: string | null = null;
    do {
      const body = {
        userId: ana.id,
        conversations: ids.map((conversationId) => ({ conversationId, createdAt, joinedAt: createdAt })),
        limit: 2,
        ...(cursor && { cursor }),
      };
      const answer = await service.internal(messagesInternalApi.userSummaries, body, 'conversations');
      seen.push(...(answer.body.items as Summary[]));
      cursor = answer.body.nextCursor as string | null;
    } while (cursor);
    expect(seen.map(({ conversationId }) => conversationId)).toEqual(expected);
    expect(seen[0]).toMatchObject({
      userId: ana.id,
      lastSeq: 1,
      rev: 1,
      readSeq: 0,
      unread: 1,
      mentionCount: 1,
      lastMessage: { seq: 1 },
      lastActivityAt: seen[0]?.lastMessage?.createdAt,
    });
    expect(seen[4]).toMatchObject({ lastSeq: 0, rev: 0, unread: 0, lastMessage: null, lastActivityAt: null });
  });

  it('keep each conversation on one page of a walk, whatever becomes active between pages', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const ids = Array.from({ length: 12 }, () => service.conversation([ana, ben]));
    const createdAt = new Date(Date.now() - 3_600_000).toISOString();
    // The first half has been written in; the other is as old as it was made.
    for (const id of ids.slice(0, 6)) await send(ben, id);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { minLength: 12, maxLength: 12 }),
        async (limit, between) => {
          const seen: string[] = [];
          let cursor: string | null = null;
          for (let page = 0; page === 0 || cursor; page += 1) {
            const body = {
              userId: ana.id,
              conversations: ids.map((conversationId) => ({ conversationId, createdAt, joinedAt: createdAt })),
              limit,
              ...(cursor && { cursor }),
            };
            const answer = await service.internal(messagesInternalApi.userSummaries, body, 'conversations');
            seen.push(...(answer.body.items as Summary[]).map(({ conversationId }) => conversationId));
            cursor = answer.body.nextCursor as string | null;
            for (const at of between[page] ?? []) await send(at % 2 ? ana : ben, ids[at]!);
          }
          expect([...seen].sort()).toEqual([...ids].sort());
        },
      ),
      { numRuns: 15, examples: [[5, [[11], [], [0], [], [], [], [], [], [], [], [], []]]] },
    );
  });
});
