import { v7 as uuidv7 } from 'uuid';

import { userUpdated } from '@hallway/contracts-auth';

import { RealtimeFixture } from './realtime-fixture';

describe('people who change their name or picture', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(2);
  });
  afterAll(() => world?.stop());

  const profile = (id: string, displayName: string) => ({ id, username: 'ana', displayName, avatarUrl: null, statusText: '' });

  it('are delivered once, and only to those who share a conversation or watch them', async () => {
    const ana = uuidv7();
    const [bo, eve, watcher, stranger] = [await world.connect(), await world.connect({ replica: 1 }), await world.connect(), await world.connect()];
    for (const client of [bo, eve]) {
      for (let count = 0; count < 2; count += 1) {
        const conversationId = world.conversation(ana);
        await world.addMember(conversationId, client.userId);
        await client.waitFor('conversation:joined', ({ conversation }) => conversation.id === conversationId);
      }
    }
    await watcher.ok('presence:watch', { userIds: [ana] });
    await world.events.publish(userUpdated, profile(ana, 'Ana Maria'));
    // Ana has no socket anywhere: she may have changed it over REST.
    for (const client of [bo, eve, watcher]) await expect(client.waitFor('user:changed')).resolves.toEqual({ user: profile(ana, 'Ana Maria') });
    await world.events.publish(userUpdated, profile(stranger.userId, 'Stranger'));
    await stranger.waitFor('user:changed', ({ user }) => user.id === stranger.userId);
    expect(bo.of('user:changed')).toHaveLength(1);
    expect(stranger.of('user:changed')).toHaveLength(1);
  });

  it('many times at once are told as one, the last', async () => {
    const ana = await world.connect();
    for (let at = 1; at <= 30; at += 1) await world.events.publish(userUpdated, profile(ana.userId, `Ana ${at}`));
    await ana.waitFor('user:changed', ({ user }) => user.displayName === 'Ana 30');
    expect(ana.of('user:changed').length).toBeLessThan(15);
  });

  it('are told although the conversations service is away', async () => {
    const [ana, bo] = [uuidv7(), uuidv7()];
    world.conversation(ana, bo);
    const clients = [await world.connect({ userId: ana }), await world.connect({ userId: bo })];
    world.conversations.down = true;
    try {
      await world.events.publish(userUpdated, profile(ana, 'Ana'));
      for (const client of clients) await client.waitFor('user:changed');
    } finally {
      world.conversations.down = false;
    }
  });
});
