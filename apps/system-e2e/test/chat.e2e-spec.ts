import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import { messagesApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { expectWhole, System } from '../src/system';

describe('chat over two realtime and two messages replicas', () => {
  let system: System;
  let people: Client[];
  let conversationId: string;
  beforeAll(async () => {
    system = await System.start({ realtime: 2, messages: 2 });
    people = await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)));
    const [ana, ...others] = people as [Client, ...Client[]];
    conversationId = (await system.group(ana, ...others)).id;
    await eventually(() => people.every((client) => client.connection.online), { timeoutMs: 20_000 });
  });
  afterAll(() => system?.stop());

  it('gives 600 concurrent sends of three people one order that everyone sees once', async () => {
    const seen = people.map((client) => {
      const messages: Message[] = [];
      client.on('messages:changed', (payload) => messages.push(...payload.events.filter((event) => event.kind === 'created').map((event) => event.message)));
      return messages;
    });
    const sends = Array.from({ length: 600 }, (_, i) =>
      people[i % 3]!.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: `message ${i}` }),
    );
    const acknowledged = await Promise.all(sends);
    expect(acknowledged.map((message) => message.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    await eventually(() => seen.every((messages) => messages.length === 600), { timeoutMs: 20_000 });
    const history = await system.history(people[0]!, conversationId);
    expectWhole(history, 600);
    for (const messages of seen) expect(messages.map((message) => message.id)).toEqual(history.map((message) => message.id));
  });

  it('stores one message for one id sent ten times at once over calls and sockets', async () => {
    const [ana] = people as [Client];
    const clientMessageId = randomUUID();
    const body = { clientMessageId, body: 'only once' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 ? ana.emit('message:send', { conversationId, ...body }) : ana.call(messagesApi.send, { params: { conversationId }, body }),
      ),
    );
    expect(new Set(answers.map((message) => message.id)).size).toBe(1);
    const history = await system.history(ana, conversationId);
    expect(history.filter((message) => message.clientMessageId === clientMessageId)).toHaveLength(1);
  });

  it('counts unread exactly for each reader', async () => {
    const [ana, bo] = people as [Client, Client];
    const before = (await ana.call(messagesApi.window, { params: { conversationId }, query: {} })).items.at(-1)?.seq ?? 0;
    await ana.emit('conversation:read', { conversationId, seq: before });
    for (let i = 0; i < 3; i++) await bo.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: 'new' });
    expect(await ana.emit('conversation:read', { conversationId, seq: before + 1 })).toEqual({ readSeq: before + 1, unread: 2 });
    expect(await ana.emit('conversation:read', { conversationId, seq: before })).toEqual({ readSeq: before + 1, unread: 2 });
  });

  it('tells a stranger nothing', async () => {
    const stranger = await system.person('mallory');
    await expect(stranger.call(messagesApi.changes, { params: { conversationId }, query: { since: 0 } })).rejects.toMatchObject({ status: 404 });
    await expect(stranger.call(messagesApi.window, { params: { conversationId }, query: {} })).rejects.toMatchObject({ status: 404, code: 'not-found' });
    await expect(stranger.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body: 'hello' } })).rejects.toMatchObject(
      { status: 404 },
    );
  });
});
