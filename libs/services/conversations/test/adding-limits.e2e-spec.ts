import { conversationsApi, membersApi } from '@hallway/contracts-conversations';

import { ConversationsFixture } from './conversations-fixture';

let fixture: ConversationsFixture;
beforeAll(async () => {
  fixture = await ConversationsFixture.start({ CONVERSATIONS_GROUPS_PER_HOUR: 2, CONVERSATIONS_PEOPLE_PER_HOUR: 5 });
});
afterAll(() => fixture.stop());

it('bounds how many groups one person starts in an hour, without holding up others', async () => {
  const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
  const start = async (by = ada) => (await fixture.call(by, conversationsApi.create, { body: { type: 'group', title: 'Garden', memberIds: [] } })).status;
  expect([await start(), await start(), await start(), await start(ben)]).toEqual([201, 201, 429, 201]);
});

it('bounds how many people one person adds or begins to talk with in an hour', async () => {
  const ada = fixture.person('ada');
  const people = fixture.people(7);
  const { id } = await fixture.group(ada, people.slice(0, 3));
  const add = (userIds: string[]) => fixture.call(ada, membersApi.add, { params: { conversationId: id }, body: { userIds } });
  expect(await add(people.slice(3, 6).map((person) => person.id))).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
  expect(Object.keys(await fixture.roles(id))).toHaveLength(4);
  const talk = async (userId: string) => (await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [userId] } })).status;
  expect(await talk(people[6]!.id)).toBe(429);
});

it('does not count the same conversation again', async () => {
  const [ada, ben] = [fixture.person('ada'), fixture.person('ben')];
  const talk = async () => (await fixture.call(ada, conversationsApi.create, { body: { type: 'direct', memberIds: [ben.id] } })).status;
  const answers = [];
  for (let i = 0; i < 7; i++) answers.push(await talk());
  expect(answers).toEqual([201, 200, 200, 200, 200, 200, 200]);
});
