import { conversationsApi, membersApi } from '@hallway/contracts-conversations';
import { eventually, testRedis, type TestRedis } from '@hallway/testing';
import { ConversationsFixture } from './conversations-fixture';
import { TestRelay } from './test-relay';

let hall: ConversationsFixture;
let wire: TestRelay;
let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis();
  const { relay, url } = await TestRelay.to(redis.url);
  wire = relay;
  hall = await ConversationsFixture.start({ REDIS_URL: url });
});
afterAll(async () => {
  await hall.stop();
  await wire.close();
  await redis.release();
});
afterEach(() => wire.mend());

describe('without Redis', () => {
  it('people start, read, change and leave conversations as ever', async () => {
    const { id: conversationId, owner, member } = await hall.ranks();
    wire.cut();
    expect((await hall.group(owner)).role).toBe('owner');
    expect((await hall.call(owner, membersApi.remove, { params: { conversationId, userId: member.id } })).status).toBe(204);
    expect((await hall.call(owner, conversationsApi.get, { params: { conversationId } })).body.memberCount).toBe(3);
    expect((await hall.call(owner, conversationsApi.list)).body.items).toHaveLength(2);
    expect((await hall.call(member, conversationsApi.get, { params: { conversationId } })).status).toBe(404);
  });

  it('a change that could not drop what Redis keeps is seen when Redis is back', async () => {
    const { id: conversationId, owner, member } = await hall.ranks();
    const get = () => hall.call(owner, conversationsApi.get, { params: { conversationId } });
    await get();
    wire.cut();
    await hall.call(owner, membersApi.remove, { params: { conversationId, userId: member.id } });
    wire.mend();
    await eventually(async () => expect(await (await fetch(`${hall.service.url}/health/ready`)).json()).toEqual({ status: 'ok' }), { timeoutMs: 15_000 });
    expect((await get()).body.members?.map(({ userId }) => userId)).not.toContain(member.id);
  });
});
