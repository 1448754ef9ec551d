import { v7 as uuidv7 } from 'uuid';

import { RealtimeFixture } from './realtime-fixture';

describe('limits', () => {
  let world: RealtimeFixture;

  beforeAll(async () => {
    world = await RealtimeFixture.start(1);
  });
  afterAll(() => world?.stop());

  it('refuses events beyond the burst of a socket, and says when to come back', async () => {
    const client = await world.connect();
    const answers = await Promise.all(Array.from({ length: 90 }, () => client.send('presence:watch', { userIds: [] })));
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(60);
    expect(refused[0]).toMatchObject({ code: 'rate-limited', status: 429, detail: expect.stringMatching(/^Try again in \d+ ms$/) });
    expect(client.socket.connected).toBe(true);
  });

  it('lets no event beyond the burst through to a service that does not answer', async () => {
    const client = await world.connect();
    world.messages.down = true;
    const answers = await Promise.all(Array.from({ length: 100 }, () => client.send('sync', { conversations: [] }))).finally(
      () => (world.messages.down = false),
    );
    const statuses = answers.map((answer) => (answer.ok ? 200 : answer.error.status));
    // Those of the burst hear that the service is away; all others are refused before anybody is asked.
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(503));
    expect(new Set(statuses.slice(60))).toContain(429);
    expect(statuses.filter((status) => status === 503).length + statuses.filter((status) => status === 429).length).toBe(100);
  });

  it('counts the sends of a user over all sockets', async () => {
    const userId = uuidv7();
    const conversationId = world.conversation(userId);
    const clients = [await world.connect({ userId }), await world.connect({ userId })];
    const sends = clients.flatMap((client) =>
      Array.from({ length: 25 }, () => client.send('message:send', { conversationId, clientMessageId: uuidv7(), body: 'x' })),
    );
    const codes = (await Promise.all(sends)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'ok').length).toBeGreaterThanOrEqual(30);
    expect(codes).toContain('rate-limited');
  });

  it('ends a flood', async () => {
    const client = await world.connect();
    // Enough for one second, wherever the second begins.
    for (let count = 0; count < 1_800; count += 1) client.socket.emit('typing:stop', {});
    await client.isGone();
  });
});
