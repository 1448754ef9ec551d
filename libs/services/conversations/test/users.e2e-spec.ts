import { userDeactivated, type UserProfile, userReactivated, userRegistered, userUpdated } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { AuthPublisher } from './auth-publisher';
import { ConversationsFixture, type TestUser } from './conversations-fixture';

let fixture: ConversationsFixture;
let auth: AuthPublisher;
beforeAll(async () => {
  fixture = await ConversationsFixture.start();
  auth = await AuthPublisher.start({ DATABASE_URL: fixture.database.urlOf('auth'), REDIS_URL: fixture.redis.url, REDIS_KEY_PREFIX: fixture.redis.prefix });
});
afterAll(async () => {
  await auth.stop();
  await fixture.stop();
});

const profileOf = ({ token: _token, ...profile }: TestUser): UserProfile => profile;
const stored = async (id: string) =>
  (await fixture.sql.query<{ display_name: string; gone: boolean }>('select display_name, deactivated_at is not null as gone from users where id = $1', [id]))
    .rows[0];

describe('people', () => {
  it('are known from the event, so that auth is not asked', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    await auth.publish(userRegistered, profileOf(ada));
    await auth.publish(userRegistered, profileOf(ben));
    await eventually(async () => expect([await stored(ada.id), await stored(ben.id)]).not.toContain(undefined), { timeoutMs: 20_000 });
    await fixture.direct(ada, ben);
    expect(fixture.peers.lookups.flat()).not.toContain(ada.id);
    expect(fixture.peers.lookups.flat()).not.toContain(ben.id);
  });

  it('are asked for once when their event is late', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    await fixture.group(ada, [ben]);
    await fixture.group(ada, [ben]);
    expect(fixture.peers.lookups.filter((ids) => ids.includes(ben.id))).toHaveLength(1);
  });

  it('are shown by their new name, also in conversations that are cached', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.direct(ada, ben);
    await auth.publish(userUpdated, { ...profileOf(ben), displayName: 'Benjamin', avatarUrl: '/api/v1/uploads/1/content' });
    await eventually(
      async () => {
        const { body } = await fixture.call(ada, conversationsApi.get, { params: { conversationId } });
        const shown = body.members?.find(({ userId }) => userId === ben.id)?.user;
        expect(shown).toMatchObject({ displayName: 'Benjamin', avatarUrl: '/api/v1/uploads/1/content' });
      },
      { timeoutMs: 20_000 },
    );
  });

  it('who have gone stay where they were, and cannot be added anywhere', async () => {
    const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
    const { id: conversationId } = await fixture.group(ada, [ben]);
    await auth.publish(userDeactivated, { userId: ben.id });
    await eventually(async () => (await stored(ben.id))?.gone === true, { timeoutMs: 20_000 });
    const { body } = await fixture.call(ada, conversationsApi.get, { params: { conversationId } });
    expect(body.members?.map(({ user }) => user.displayName)).toContain('ben');
    const answer = await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [ben.id] } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'unknown-user' } });
    await auth.publish(userReactivated, { id: ben.id, username: 'ben', displayName: 'Ben is back', avatarUrl: null, statusText: '' });
    await eventually(async () => (await stored(ben.id))?.gone === false, { timeoutMs: 20_000 });
    expect((await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [ben.id] } })).status).toBe(201);
  });
});

describe('the database role of another service', () => {
  it('sees nothing of this schema', async () => {
    const { Client } = (await import('pg')).default;
    const foreign = new Client({ connectionString: fixture.database.urlOf('auth') });
    await foreign.connect();
    try {
      await expect(foreign.query('select * from conversations.conversation_participants')).rejects.toThrow(/permission denied/);
    } finally {
      await foreign.end();
    }
  });
});
