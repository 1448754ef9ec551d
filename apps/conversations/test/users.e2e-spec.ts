import { type UserProfile, userDeactivated, userRegistered, userUpdated } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';
import { AuthTeller } from './auth-teller';
import { ConversationsFixture, type Person } from './conversations-fixture';

let hall: ConversationsFixture;
let auth: AuthTeller;
beforeAll(async () => {
  hall = await ConversationsFixture.start();
  auth = await AuthTeller.start({ DATABASE_URL: hall.database.urlOf('auth'), REDIS_URL: hall.redis.url, REDIS_KEY_PREFIX: hall.redis.prefix });
});
afterAll(async () => {
  await auth.stop();
  await hall.stop();
});

const profileOf = ({ token: _token, ...profile }: Person): UserProfile => profile;
const stored = async (id: string) =>
  (await hall.sql.query<{ display_name: string; gone: boolean }>('select display_name, deactivated_at is not null as gone from users where id = $1', [id])).rows[0];

describe('people', () => {
  it('are known from the event, so that auth is not asked', async () => {
    const [ada, ben] = [hall.person('ada'), hall.person('ben')];
    await auth.tell(userRegistered, profileOf(ada));
    await auth.tell(userRegistered, profileOf(ben));
    await eventually(async () => expect([await stored(ada.id), await stored(ben.id)]).not.toContain(undefined), { timeoutMs: 20_000 });
    await hall.direct(ada, ben);
    expect(hall.peers.lookups.flat()).not.toContain(ada.id);
    expect(hall.peers.lookups.flat()).not.toContain(ben.id);
  });

  it('are asked for once when their event is late', async () => {
    const [ada, ben] = [hall.person('ada'), hall.person('ben')];
    await hall.group(ada, [ben]);
    await hall.group(ada, [ben]);
    expect(hall.peers.lookups.filter((ids) => ids.includes(ben.id))).toHaveLength(1);
  });

  it('are shown by their new name, also in conversations that are cached', async () => {
    const [ada, ben] = [hall.person('ada'), hall.person('ben')];
    const { id: conversationId } = await hall.direct(ada, ben);
    await auth.tell(userUpdated, { ...profileOf(ben), displayName: 'Benjamin', avatarUrl: '/api/v1/uploads/1/content' });
    await eventually(async () => {
      const { body } = await hall.call(ada, conversationsApi.get, { params: { conversationId } });
      const shown = body.members?.find(({ userId }) => userId === ben.id)?.user;
      expect(shown).toMatchObject({ displayName: 'Benjamin', avatarUrl: '/api/v1/uploads/1/content' });
    }, { timeoutMs: 20_000 });
  });

  it('who have gone stay where they were, and cannot be added anywhere', async () => {
    const [ada, ben] = [hall.person('ada'), hall.person('ben')];
    const { id: conversationId } = await hall.group(ada, [ben]);
    await auth.tell(userDeactivated, { userId: ben.id });
    await eventually(async () => (await stored(ben.id))?.gone === true, { timeoutMs: 20_000 });
    const { body } = await hall.call(ada, conversationsApi.get, { params: { conversationId } });
    expect(body.members?.map(({ user }) => user.displayName)).toContain('ben');
    const answer = await hall.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [ben.id] } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'unknown-user' } });
  });
});

describe('the database role of another service', () => {
  it('sees nothing of this schema', async () => {
    const { Client } = (await import('pg')).default;
    const foreign = new Client({ connectionString: hall.database.urlOf('auth') });
    await foreign.connect();
    try {
      await expect(foreign.query('select * from conversations.conversation_participants')).rejects.toThrow(/permission denied/);
    } finally {
      await foreign.end();
    }
  });
});
