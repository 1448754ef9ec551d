import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { userRegistered, usersApi, userUpdated } from '@hallway/contracts-auth';
import { conversationCreated, memberAdded, memberRemoved, memberRoleChanged, membersApi } from '@hallway/contracts-conversations';
import { messagesApi, messagesChanged } from '@hallway/contracts-messages';
import { uploadCompleted, uploadsApi } from '@hallway/contracts-uploads';

import { type ConsumerName, consumerNames, type CountByType, handledByReplicas, onlyTypes, publishedFor, sum, untilCaughtUp } from '../src/event-counts';
import { idOf, System } from '../src/system';

/** The types that this file tells, by who has a method for them. */
const types: Record<ConsumerName, string[]> = {
  conversations: [userRegistered.type, userUpdated.type],
  messages: [conversationCreated.type, memberAdded.type, memberRemoved.type, memberRoleChanged.type, uploadCompleted.type],
  uploads: [messagesChanged.type],
};

describe('consumers, two replicas of each', () => {
  let system: System;
  let ana: Client;
  let bo: Client;
  let eve: Client;
  let groupId: string;
  let uploadId: string;

  beforeAll(async () => {
    system = await System.start({ conversations: 2, messages: 2, uploads: 2 });
    [ana, bo, eve] = (await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)))) as [Client, Client, Client];
  });
  afterAll(() => system?.stop());

  const file = async (text: string) => {
    const data = Buffer.from(text);
    return ana.uploads.upload({ name: 'notes.txt', type: 'text/plain', size: data.length, data });
  };
  const send = (conversationId: string, attachmentIds: string[] = []) =>
    ana.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body: 'hello', attachments: attachmentIds } });
  const handled = async (consumer: ConsumerName) => onlyTypes(sum(await handledByReplicas(system, consumer)), types[consumer]);
  const published = async (consumer: ConsumerName) => onlyTypes(await publishedFor(system, consumer), types[consumer]);

  it('handle every event once between them, and both take part', async () => {
    const busy = async (consumer: ConsumerName) => (await handledByReplicas(system, consumer)).filter((counts) => Object.keys(counts).length > 0).length;
    const allWork = async () => {
      for (const consumer of consumerNames) await untilCaughtUp(system, consumer);
      return (await Promise.all(consumerNames.map(busy))).every((replicas) => replicas === 2);
    };
    // Which replica gets a conversation or a person is chance, so until both had some.
    for (let rounds = 0; rounds < 2 || !(await allWork()); rounds += 1) {
      expect(rounds).toBeLessThan(30);
      await system.person('extra');
      const groups = await Promise.all(Array.from({ length: 4 }, () => system.group(ana, bo, eve)));
      // Messages without files are of no concern to uploads, which passes over them.
      await Promise.all(groups.map(async ({ id }) => send(id, [(await file(`round ${rounds}`)).id])));
    }
    for (const consumer of consumerNames) expect({ consumer, ...(await handled(consumer)) }).toEqual({ consumer, ...(await published(consumer)) });
  });

  const downtimes: Record<ConsumerName, () => Promise<() => Promise<void>>> = {
    conversations: async () => {
      const newcomer = await system.person('newcomer');
      await newcomer.call(usersApi.updateMe, { body: { displayName: 'New name' } });
      return async () => {
        const group = await system.group(ana, newcomer);
        const { items } = await ana.call(membersApi.list, { params: { conversationId: group.id }, query: {} });
        expect(items.find(({ user }) => user.id === idOf(newcomer))?.user.displayName).toBe('New name');
      };
    },
    messages: async () => {
      const { id } = await system.group(ana, bo);
      await ana.call(membersApi.add, { params: { conversationId: id }, body: { userIds: [idOf(eve)] } });
      await ana.call(membersApi.remove, { params: { conversationId: id, userId: idOf(bo) } });
      await ana.call(membersApi.changeRole, { params: { conversationId: id, userId: idOf(eve) }, body: { role: 'admin' } });
      return async () => {
        await send(id);
        expect((await system.history(eve, id)).map(({ seq }) => seq)).toEqual([1]);
        await expect(system.history(bo, id)).rejects.toMatchObject({ status: 404 });
      };
    },
    uploads: async () => {
      const message = await send(groupId, [uploadId]);
      return async () => {
        const seen = await bo.blob(uploadsApi.content, { params: { uploadId: message.attachments[0]!.id }, query: {} });
        expect(await seen.text()).toBe('before');
      };
    },
  };
  it.each(consumerNames)('of %s get all that they missed while they were killed, once', async (consumer) => {
    groupId = (await system.group(ana, bo)).id;
    uploadId = (await file('before')).id;
    for (const name of consumerNames) await untilCaughtUp(system, name);
    const before = await published(consumer);
    await system.halt(consumer);
    const lookForEffect = await downtimes[consumer]();
    const missed: CountByType = sum([await published(consumer), before], [1, -1]);
    expect(Object.keys(missed).length).toBeGreaterThan(0);
    await system.revive(consumer);
    await untilCaughtUp(system, consumer);
    expect(await handled(consumer)).toEqual(missed);
    await lookForEffect();
    expect(await system.rows(`SELECT * FROM ${consumer}.dead_letters`)).toEqual([]);
  });
});
