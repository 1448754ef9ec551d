import { conversationsApi, membersApi } from '@hallway/contracts-conversations';
import { eventually, type TestRedis, testRedis } from '@hallway/testing';

import { ConversationsFixture } from './conversations-fixture';
import { TestRelay } from './test-relay';

let fixture: ConversationsFixture;
let wire: TestRelay;
let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis();
  const { relay, url } = await TestRelay.to(redis.url);
  wire = relay;
  fixture = await ConversationsFixture.start({ REDIS_URL: url });
});
afterAll(async () => {
  await fixture.stop();
  await wire.close();
  await redis.release();
});
afterEach(() => wire.repair());

describe('without Redis', () => {
  it('people start, read, change and leave conversations as ever', async () => {
    const { id: conversationId, owner, member } = await fixture.ranks();
    wire.cut();
    expect((await fixture.group(owner)).role).toBe('owner');
    expect((await fixture.call(owner, membersApi.remove, { params: { conversationId, userId: member.id } })).status).toBe(204);
    expect((await fixture.call(owner, conversationsApi.get, { params: { conversationId } })).body.memberCount).toBe(3);
    expect((await fixture.call(owner, conversationsApi.list)).body.items).toHaveLength(2);
    expect((await fixture.call(member, conversationsApi.get, { params: { conversationId } })).status).toBe(404);
  });

  it('a change that could not drop what Redis keeps is seen when Redis is back', async () => {
    const { id: conversationId, owner, member } = await fixture.ranks();
    const get = () => fixture.call(owner, conversationsApi.get, { params: { conversationId } });
    await get();
    wire.cut();
    await fixture.call(owner, membersApi.remove, { params: { conversationId, userId: member.id } });
    wire.repair();
    await eventually(async () => expect(await (await fetch(`${fixture.service.url}/health/ready`)).json()).toEqual({ status: 'ok' }), { timeoutMs: 15_000 });
    expect((await get()).body.members?.map(({ userId }) => userId)).not.toContain(member.id);
  });
});
