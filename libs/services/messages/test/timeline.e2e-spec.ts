import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import type { Endpoint } from '@hallway/contracts-core';
import {
  type Changes,
  type Message,
  messagesApi,
  type MessageWindow,
  pinsApi,
  reactionsApi,
  receiptsApi,
  searchApi,
  syncApi,
  type SyncResult,
} from '@hallway/contracts-messages';

import { MessagesRepository } from '../src/messages/messages.repository';
import { type Answer, aSend, type CallInput, MessagesApp, type TestUser } from './messages-app';

let service: MessagesApp;
let ana: TestUser;
let ben: TestUser;
let cleo: TestUser;

beforeAll(async () => {
  service = await MessagesApp.start();
  [ana, ben, cleo] = [service.person('ana'), service.person('ben'), service.person('cleo')];
});
afterAll(() => service.stop());

const send = (person: TestUser, conversationId: string, body: string): Promise<Message> => service.send(person, conversationId, body);
const on = (endpoint: Endpoint, person: TestUser, messageId: string, more: CallInput = {}): Promise<Answer> =>
  service.call(endpoint, person, { ...more, params: { messageId, ...more.params } });
const changes = async (person: TestUser, conversationId: string, since: number, limit?: number): Promise<Changes> =>
  (await service.call(messagesApi.changes, person, { params: { conversationId }, query: { since, ...(limit && { limit }) } })).body as unknown as Changes;
const windowOf = async (person: TestUser, conversationId: string, query = {}): Promise<MessageWindow> =>
  (await service.call(messagesApi.window, person, { params: { conversationId }, query })).body as unknown as MessageWindow;
const sync = async (person: TestUser, conversations: object[]): Promise<SyncResult> =>
  (await service.call(syncApi.sync, person, { body: { conversations } })).body as unknown as SyncResult;

describe('windows', () => {
  it('give any part of the timeline, and say what lies beyond', async () => {
    const conversationId = service.conversation([ana, ben]);
    for (let n = 1; n <= 7; n += 1) await send(ana, conversationId, `m${n}`);
    const seen = async (query: object) => {
      const { items, hasBefore, hasAfter, nextCursor } = await windowOf(ben, conversationId, query);
      return [items.map(({ seq }) => seq), hasBefore, hasAfter, nextCursor];
    };
    expect(await seen({ limit: 3 })).toEqual([[5, 6, 7], true, false, null]);
    expect(await seen({ before: 5, limit: 3 })).toEqual([[2, 3, 4], true, true, null]);
    expect(await seen({ before: 1 })).toEqual([[], false, true, null]);
    expect(await seen({ after: 5 })).toEqual([[6, 7], true, false, null]);
    expect(await seen({ after: 7 })).toEqual([[], true, false, null]);
    expect(await seen({ around: 4, limit: 3 })).toEqual([[3, 4, 5], true, true, null]);
    expect((await service.call(messagesApi.window, ben, { params: { conversationId }, query: { before: 3, after: 1 } })).status).toBe(400);
  });

  it('are not needed for a single message', async () => {
    const conversationId = service.conversation([ana, ben]);
    const sent = await send(ana, conversationId, 'answered from afar');
    const { status, body } = await on(messagesApi.get, ben, sent.id);
    expect([status, body]).toEqual([200, sent]);
  });
});

describe('while the timeline changes', () => {
  /** Does this between the look at the head of a conversation and the look at its messages. */
  const inBetween = (work: () => Promise<unknown>): void => {
    const head = MessagesRepository.prototype.head;
    jest.spyOn(MessagesRepository.prototype, 'head').mockImplementationOnce(async function (this: MessagesRepository, id: string) {
      const found = await head.call(this, id);
      await work();
      return found;
    });
  };
  afterEach(() => jest.restoreAllMocks());

  it('a page of changes does not leave out who was changed again', async () => {
    const conversationId = service.conversation([ana, ben]);
    const [first] = [await send(ana, conversationId, 'one'), await send(ana, conversationId, 'two')];
    inBetween(() => on(messagesApi.edit, ana, first.id, { body: { body: 'one, edited' } }));
    const { items, rev, more } = await changes(ben, conversationId, 0);
    expect([items.map((item) => [item.seq, item.rev]), rev, more]).toEqual([
      [
        [2, 2],
        [1, 3],
      ],
      3,
      false,
    ]);
  });

  it('a window at the end has everything that its latest change vouches for', async () => {
    const conversationId = service.conversation([ana, ben]);
    const [first] = [await send(ana, conversationId, 'one'), await send(ana, conversationId, 'two')];
    inBetween(async () => {
      await send(ana, conversationId, 'three');
      await on(messagesApi.edit, ana, first.id, { body: { body: 'one, edited' } });
    });
    const { items, hasAfter } = await windowOf(ben, conversationId);
    expect([items.map((item) => [item.seq, item.rev]), hasAfter]).toEqual([
      [
        [1, 4],
        [2, 2],
        [3, 3],
      ],
      false,
    ]);
  });
});

describe('edits and deletions', () => {
  it('lets only the sender edit, and resolves mentions again', async () => {
    const conversationId = service.conversation([ana, ben]);
    const message = await send(ben, conversationId, 'hi');
    expect((await on(messagesApi.edit, ana, message.id, { body: { body: 'x' } })).status).toBe(403);
    const edited = await on(messagesApi.edit, ben, message.id, { body: { body: 'hi @ana' } });
    expect([edited.status, edited.body]).toEqual([200, { ...message, rev: 2, body: 'hi @ana', mentions: [ana.id], editedAt: expect.any(String) }]);
    expect((await on(messagesApi.edit, ben, message.id, { body: { body: 'hi @ana' } })).body).toEqual(edited.body);
  });

  it('leaves an empty place behind a deleted message', async () => {
    const conversationId = service.conversation([ana, ben]);
    const message = await send(ben, conversationId, 'secret @ana');
    await on(reactionsApi.add, ana, message.id, { params: { emoji: '👍' } });
    await on(pinsApi.add, ana, message.id);
    expect((await on(messagesApi.delete, ana, message.id)).status).toBe(204);
    expect((await on(messagesApi.delete, ben, message.id)).status).toBe(204);
    const { items } = await windowOf(ben, conversationId);
    expect(items).toEqual([{ ...message, rev: 4, body: null, mentions: [], deletedAt: expect.any(String) }]);
    expect((await on(messagesApi.edit, ben, message.id, { body: { body: 'x' } })).status).toBe(409);
    expect((await on(reactionsApi.add, ana, message.id, { params: { emoji: '👍' } })).status).toBe(409);
  });

  it('lets admins of a group delete what others wrote, but no one in a direct conversation', async () => {
    const group = service.conversation([ana, ben, cleo], { roles: { [cleo.id]: 'admin' } });
    const direct = service.conversation([ana, ben], { type: 'direct' });
    expect((await on(messagesApi.delete, cleo, (await send(ana, group, 'x')).id)).status).toBe(204);
    expect((await on(messagesApi.delete, ben, (await send(ana, group, 'x')).id)).status).toBe(403);
    expect((await on(messagesApi.delete, ben, (await send(ana, direct, 'x')).id)).status).toBe(403);
  });
});

describe('reactions', () => {
  it('are counted once a person, in the order they came, and can be taken back', async () => {
    const conversationId = service.conversation([ana, ben]);
    const { id } = await send(ana, conversationId, 'x');
    const react = (person: TestUser, emoji: string) => on(reactionsApi.add, person, id, { params: { emoji } });
    await react(ben, '🎉');
    await react(ana, '❤️');
    await react(ana, '🎉');
    const again = await react(ana, '🎉');
    expect([again.body.rev, again.body.reactions]).toEqual([
      4,
      [
        { emoji: '🎉', userIds: [ben.id, ana.id], count: 2 },
        { emoji: '❤️', userIds: [ana.id], count: 1 },
      ],
    ]);
    const left = await on(reactionsApi.remove, ben, id, { params: { emoji: '🎉' } });
    expect(left.body.reactions).toEqual([
      { emoji: '❤️', userIds: [ana.id], count: 1 },
      { emoji: '🎉', userIds: [ana.id], count: 1 },
    ]);
    expect((await on(reactionsApi.remove, ben, id, { params: { emoji: '🎉' } })).body.rev).toBe(5);
    expect((await react(ana, 'no')).status).toBe(400);
  });

  it.each([
    ['❤', '❤️'],
    ['☺', '☺️'],
    ['✔', '✔️'],
    ['🏳\u200D🌈', '🏳️\u200D🌈'],
    ['🤷\u200D♀', '🤷\u200D♀️'],
  ])('are one, sent as %s and as %s', async (bare, full) => {
    const conversationId = service.conversation([ana, ben]);
    const { id } = await send(ana, conversationId, 'x');
    await on(reactionsApi.add, ben, id, { params: { emoji: bare } });
    const both = await on(reactionsApi.add, ana, id, { params: { emoji: full } });
    expect(both.body.reactions).toEqual([{ emoji: full, userIds: [ben.id, ana.id], count: 2 }]);
    expect((await on(reactionsApi.add, ana, id, { params: { emoji: bare } })).body.rev).toBe(both.body.rev);
    await on(reactionsApi.remove, ben, id, { params: { emoji: full } });
    expect((await on(reactionsApi.remove, ana, id, { params: { emoji: bare } })).body.reactions).toEqual([]);
  });

  it('that were stored in two forms are read as one, and go as one', async () => {
    const conversationId = service.conversation([ana, ben]);
    const { id, seq } = await send(ana, conversationId, 'x');
    const stored = [
      ['❤', ben],
      ['❤️', ben],
      ['❤️', ana],
    ] as const;
    for (const [emoji, person] of stored)
      await service.app.app.get(DataSource).query('INSERT INTO reactions VALUES ($1, $2, $3, $4, clock_timestamp())', [conversationId, seq, emoji, person.id]);
    expect((await windowOf(ben, conversationId)).items[0]?.reactions).toEqual([{ emoji: '❤️', userIds: [ben.id, ana.id], count: 2 }]);
    expect((await on(reactionsApi.add, ben, id, { params: { emoji: '❤️' } })).body.rev).toBe(1);
    expect((await on(reactionsApi.remove, ben, id, { params: { emoji: '❤' } })).body.reactions).toEqual([{ emoji: '❤️', userIds: [ana.id], count: 1 }]);
  });

  it('of many people at once all count, each with a rev of its own', async () => {
    const people = Array.from({ length: 20 }, () => service.person());
    const conversationId = service.conversation(people);
    const { id } = await send(people[0]!, conversationId, 'x');
    const answers = await Promise.all(people.map((person) => on(reactionsApi.add, person, id, { params: { emoji: '👍' } })));
    expect(answers.map(({ body }) => body.rev as number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    expect((await windowOf(people[0]!, conversationId)).items[0]?.reactions[0]?.count).toBe(20);
  });
});

describe('pins', () => {
  it('are listed newest first, page by page', async () => {
    const conversationId = service.conversation([ana, ben]);
    const messages = [await send(ana, conversationId, 'a'), await send(ana, conversationId, 'b'), await send(ana, conversationId, 'c')];
    for (const { id } of messages) expect((await on(pinsApi.add, ben, id)).body.pinned).toBe(true);
    const page = (query: Record<string, string | number>) => service.call(pinsApi.list, ana, { params: { conversationId }, query });
    const first = await page({ limit: 2 });
    const second = await page({ limit: 2, cursor: String(first.body.nextCursor) });
    expect([...(first.body.items as Message[]), ...(second.body.items as Message[])].map(({ body }) => body)).toEqual(['c', 'b', 'a']);
    expect(second.body.nextCursor).toBeNull();
    expect((await page({ cursor: 'nonsense' })).status).toBe(400);
    const [one] = messages;
    expect((await on(pinsApi.remove, ana, one!.id)).body).toMatchObject({ pinned: false, rev: 7 });
    expect((await on(pinsApi.remove, ana, one!.id)).body.rev).toBe(7);
  });
});

describe('catching up', () => {
  it('gives the present state of what changed, by rev, in pages', async () => {
    const conversationId = service.conversation([ana, ben]);
    const [one, two] = [await send(ana, conversationId, 'one'), await send(ana, conversationId, 'two')];
    await send(ana, conversationId, 'three');
    await on(messagesApi.edit, ana, one.id, { body: { body: 'ONE' } });
    await on(messagesApi.delete, ana, two.id);
    const page = await changes(ben, conversationId, 1, 2);
    expect(page).toMatchObject({
      more: true,
      reset: false,
      rev: 4,
      items: [
        { body: 'three', rev: 3 },
        { body: 'ONE', rev: 4 },
      ],
    });
    expect(await changes(ben, conversationId, page.rev, 2)).toMatchObject({ more: false, rev: 5, items: [{ id: two.id, body: null, rev: 5 }] });
    expect(await changes(ben, conversationId, 5)).toEqual({ items: [], rev: 5, more: false, reset: false });
    expect(await changes(ben, conversationId, 99)).toEqual({ items: [], rev: 5, more: false, reset: true });
  });

  it('tells to reload after more than 500 changes', async () => {
    const people = Array.from({ length: 4 }, () => service.person());
    const conversationId = service.conversation(people);
    for (let n = 0; n < 5; n += 1) await Promise.all(Array.from({ length: 101 }, (_, m) => send(people[m % 4]!, conversationId, 'x')));
    expect(await changes(people[0]!, conversationId, 4)).toEqual({ items: [], rev: 505, more: false, reset: true });
    expect(await changes(people[0]!, conversationId, 5, 100)).toMatchObject({ more: true, reset: false, rev: 105 });
  });

  it('sync names what changed, what is new and what is gone', async () => {
    const person = service.person();
    const [still, moved, fresh] = [service.conversation([person, ana]), service.conversation([person, ana]), service.conversation([person, ana])];
    for (const id of [still, moved, fresh]) await send(ana, id, 'x');
    await windowOf(person, still);
    const gone = service.conversation([ana]);
    const result = await sync(person, [
      { id: still, rev: 1 },
      { id: moved, rev: 0 },
      { id: gone, rev: 3 },
    ]);
    expect(result).toEqual({ changed: [{ id: moved, rev: 1, lastSeq: 1, readSeq: 0, unread: 1 }], joined: [fresh], left: [gone] });
    await service.call(receiptsApi.read, person, { params: { conversationId: still }, body: { seq: 1 } });
    expect((await sync(person, [{ id: still, rev: 1 }])).changed).toEqual([{ id: still, rev: 1, lastSeq: 1, readSeq: 1, unread: 0 }]);
  });

  it('sync does not take a conversation for left that is merely not known here yet', async () => {
    const person = service.person();
    const undelivered = service.conversation([person]);
    expect((await sync(person, [{ id: undelivered, rev: 0 }])).left).toEqual([]);
  });
});

describe('strangers', () => {
  it('get 404 on every route, as for what does not exist', async () => {
    const conversationId = service.conversation([ana, ben]);
    const { id: messageId } = await send(ana, conversationId, 'x');
    const inputs: [Endpoint, CallInput][] = [
      [messagesApi.send, { body: aSend('x') }],
      [messagesApi.window, {}],
      [messagesApi.changes, { query: { since: 0 } }],
      [messagesApi.get, {}],
      [messagesApi.edit, { body: { body: 'x' } }],
      [messagesApi.delete, {}],
      [reactionsApi.add, { params: { emoji: '👍' } }],
      [reactionsApi.add, { params: { emoji: 'no' } }],
      [reactionsApi.remove, { params: { emoji: '👍' } }],
      [pinsApi.add, {}],
      [pinsApi.remove, {}],
      [pinsApi.list, {}],
      [receiptsApi.read, { body: { seq: 1 } }],
      [receiptsApi.delivered, { body: { seq: 1 } }],
      [receiptsApi.ofMessage, {}],
      [receiptsApi.marks, {}],
    ];
    const routes = [messagesApi, reactionsApi, pinsApi, receiptsApi].flatMap((api) => Object.values<Endpoint>(api));
    expect(new Set(inputs.map(([endpoint]) => endpoint))).toEqual(new Set(routes));
    for (const [endpoint, input] of inputs) {
      const real = await service.call(endpoint, cleo, { ...input, params: { conversationId, messageId, ...input.params } });
      const unreal = await service.call(endpoint, cleo, { ...input, params: { conversationId: uuidv7(), messageId: uuidv7(), ...input.params } });
      const said = ({ status, body: { traceId: _traceId, ...body } }: Answer) => [endpoint.path, status, body];
      expect(said(real)).toEqual([endpoint.path, 404, expect.objectContaining({ code: 'not-found' })]);
      expect(said(unreal)).toEqual(said(real));
      expect((await service.call(endpoint, undefined, { ...input, params: { conversationId, messageId, ...input.params } })).status).toBe(401);
    }
    expect((await service.call(searchApi.messages, cleo, { query: { q: 'x', conversationId } })).body.items).toEqual([]);
  });
});
