import { v7 as uuidv7 } from 'uuid';

import {
  conversationCreated,
  conversationDeleted,
  conversationsInternalApi,
  conversationUpdated,
  memberAdded,
  memberRemoved,
  memberRoleChanged,
  realtimeListenerApi,
} from '@hallway/contracts-conversations';
import { fullPath } from '@hallway/contracts-core';
import { signServiceToken } from '@hallway/service-kit/auth';
import { testEnvironment } from '@hallway/service-kit/config';
import { eventually } from '@hallway/testing';

import { RealtimeFixture } from './realtime-fixture';
import type { TestClient } from './test-client';

describe('conversations', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterAll(() => world?.stop());

  const group = async (count: number) => {
    const userIds = Array.from({ length: count }, () => uuidv7());
    const conversationId = world.conversation(...userIds);
    const clients = await Promise.all(userIds.map((userId, at) => world.connect({ userId, replica: at % 2 })));
    return { conversationId, clients: clients as [TestClient, TestClient, ...TestClient[]] };
  };
  const created = (conversationId: string, members: string[]) => {
    const list = members.map((userId) => ({ userId, username: 'somebody', role: 'member' as const, joinedAt: new Date().toISOString() }));
    const membership = { conversationId, type: 'group' as const, version: 1, members: list };
    return world.events.publish(conversationCreated, {
      conversationId,
      type: 'group',
      createdAt: new Date().toISOString(),
      createdBy: members[0]!,
      membership,
    });
  };

  it('lets all members of a new conversation join, in one question per replica', async () => {
    const { clients } = await group(4);
    const userIds = clients.map(({ userId }) => userId);
    const conversationId = world.conversation(...userIds);
    const asked = () => world.conversations.calls(conversationsInternalApi.views).filter(({ params }) => params.conversationId === conversationId);
    await created(conversationId, userIds);
    for (const client of clients) {
      const joined = await client.waitFor('conversation:joined', ({ conversation }) => conversation.id === conversationId);
      expect(joined.conversation).toMatchObject({ memberCount: 4, title: 'A group' });
    }
    expect(asked()).toHaveLength(2);
    await world.publishMessage(world.message(conversationId, userIds[0]!));
    for (const client of clients) await client.waitFor('messages:changed');
  });

  it('tells the joiner that they are in, and the others that it changed', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    const carol = await world.connect();
    await world.addMember(conversationId, carol.userId);
    await carol.waitFor('conversation:joined');
    await alice.waitFor('conversation:changed', ({ conversation }) => conversation.memberCount === 3);
    await bob.waitFor('conversation:changed');
    expect(carol.of('conversation:changed')).toEqual([]);
  });

  it('stops live delivery to a member with the removal', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    await world.removeMember(conversationId, bob.userId);
    await expect(bob.waitFor('conversation:left')).resolves.toEqual({ conversationId });
    await alice.waitFor('conversation:changed', ({ conversation }) => conversation.memberCount === 1);
    await world.publishMessage(world.message(conversationId, alice.userId));
    await alice.waitFor('messages:changed');
    await expect(bob.refused('typing:start', { conversationId })).resolves.toMatchObject({ code: 'not-found' });
    expect(bob.of('messages:changed')).toEqual([]);
  });

  it('takes an old addition that comes again for no news', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    const change = world.change(conversationId, bob.userId);
    await world.removeMember(conversationId, bob.userId);
    await bob.waitFor('conversation:left');
    await world.events.publish(memberAdded, change);
    await world.events.publish(conversationUpdated, { conversationId, version: 9 });
    await alice.waitFor('conversation:changed');
    await expect(bob.refused('typing:start', { conversationId })).resolves.toMatchObject({ code: 'not-found' });
  });

  it('acts on a removal that is told directly, once', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    const change = world.change(conversationId, alice.userId);
    world.membersOf(conversationId).delete(alice.userId);
    const removed = (headers: object) =>
      fetch(world.replicas[0]!.url + fullPath(realtimeListenerApi.memberRemoved), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(change),
      });
    expect((await removed({})).status).toBe(401);
    const secret = testEnvironment().SERVICE_SECRET ?? '';
    const answer = await removed({ 'x-hallway-service': signServiceToken(secret, 'conversations', 'realtime') });
    expect(answer.status).toBe(204);
    await alice.waitFor('conversation:left');
    await world.events.publish(memberRemoved, change);
    await bob.waitFor('conversation:changed');
    expect(alice.of('conversation:left')).toHaveLength(1);
  });

  it('delivers to who connects after they were added again, though its event is still on the way', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    await world.removeMember(conversationId, alice.userId);
    await alice.waitFor('conversation:left');
    const added = world.change(conversationId, alice.userId);
    world.membersOf(conversationId).add(alice.userId);
    const again = await world.connect({ userId: alice.userId });
    const word = world.message(conversationId, bob.userId);
    await world.publishMessage(word);
    await again.waitFor('messages:changed', ({ events }) => events[0]?.message.id === word.id);
    await world.events.publish(memberAdded, added);
    await again.waitFor('conversation:joined');
  });

  it('tells a private change to one person and a role to all', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    await world.events.publish(conversationUpdated, { conversationId, version: 2, onlyFor: alice.userId });
    await alice.waitFor('conversation:changed');
    expect(bob.of('conversation:changed')).toEqual([]);
    await world.events.publish(memberRoleChanged, world.change(conversationId, alice.userId));
    await bob.waitFor('conversation:changed');
  });

  it('removes all members from a deleted conversation', async () => {
    const { conversationId, clients } = await group(2);
    await world.events.publish(conversationDeleted, { conversationId, version: 2 });
    for (const client of clients) {
      await expect(client.waitFor('conversation:left')).resolves.toEqual({ conversationId });
      await expect(client.refused('typing:start', { conversationId })).resolves.toMatchObject({ code: 'not-found' });
    }
  });

  it('tells it when conversations answers again', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    const carol = await world.connect();
    world.conversations.down = true;
    await world.addMember(conversationId, carol.userId);
    await world.publishMessage(world.message(conversationId, alice.userId));
    // Delivery does not wait for it.
    await carol.waitFor('messages:changed');
    expect(carol.of('conversation:joined')).toEqual([]);
    world.conversations.down = false;
    await carol.waitFor('conversation:joined');
    await bob.waitFor('conversation:changed');
  });

  it('asks once for many changes', async () => {
    const {
      conversationId,
      clients: [alice, bob],
    } = await group(2);
    const asked = () => world.conversations.calls(conversationsInternalApi.views).filter(({ params }) => params.conversationId === conversationId).length;
    await Promise.all(Array.from({ length: 40 }, () => world.addMember(conversationId, uuidv7())));
    await alice.waitFor('conversation:changed', ({ conversation }) => conversation.memberCount === 42);
    await bob.waitFor('conversation:changed', ({ conversation }) => conversation.memberCount === 42);
    await eventually(() => asked() > 0);
    expect(asked()).toBeLessThan(40);
  });
});
