import { v7 as uuidv7 } from 'uuid';

import { conversationsApi, conversationsInternalApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import { type Api, type Endpoint, fullPath } from '@hallway/contracts-core';

import { ConversationsFixture, type TestUser } from './conversations-fixture';

let fixture: ConversationsFixture;
beforeAll(async () => {
  fixture = await ConversationsFixture.start();
});
afterAll(() => fixture.stop());

const routes = (...apis: Api[]): [string, Endpoint][] =>
  apis.flatMap((api) => Object.values(api).map((endpoint): [string, Endpoint] => [`${endpoint.method} ${endpoint.path}`, endpoint]));

const publicRoutes = routes(conversationsApi, membersApi, invitesApi);
const routesOfOne = publicRoutes.filter(([, { path }]) => path.includes(':conversationId'));

/** A sound body for each route that takes one; a new route without one fails here. */
const bodies: Record<string, object> = {
  'POST /conversations': { type: 'group', title: 'x', memberIds: [] },
  'PATCH /conversations/:conversationId': { title: 'x' },
  'POST /conversations/:conversationId/members': { userIds: [uuidv7()] },
  'PATCH /conversations/:conversationId/members/:userId': { role: 'admin' },
  'POST /conversations/:conversationId/invites': {},
  'POST /conversations/:conversationId/views': { userIds: [] },
  'POST /conversations/pictures': { uploadIds: [] },
};

function bodyOf(name: string, endpoint: Endpoint): object | undefined {
  if (endpoint.body && !bodies[name]) throw new Error(`${name} needs a body in this test`);
  return bodies[name];
}

const knock = (person: TestUser, [name, endpoint]: [string, Endpoint], params: Record<string, string>) =>
  fixture.call(person, endpoint, { params, body: bodyOf(name, endpoint) });

describe.each(routesOfOne)('%s', (name, endpoint) => {
  it('does not exist for strangers and former members, in groups and direct conversations', async () => {
    const { id, owner, member, other, stranger } = await fixture.ranks();
    await fixture.call(owner, membersApi.remove, { params: { conversationId: id, userId: member.id } });
    const { id: direct } = await fixture.direct(owner, other);
    const before = [await fixture.published(id), await fixture.published(direct)];
    for (const [person, conversationId] of [
      [stranger, id],
      [member, id],
      [stranger, direct],
    ] as const) {
      for (const userId of [owner.id, person.id]) {
        const { status, body } = await knock(person, [name, endpoint], { conversationId, userId, code: 'x' });
        expect([status, body.code]).toEqual([404, 'not-found']);
      }
    }
    expect([await fixture.published(id), await fixture.published(direct)]).toEqual(before);
  });

  it('answers the same for an unknown id and for what is no id', async () => {
    const person = fixture.person();
    for (const conversationId of [uuidv7(), '00000000-0000-0000-0000-000000000000', 'nonsense', "';--"]) {
      const { status, body } = await knock(person, [name, endpoint], { conversationId, userId: person.id, code: 'x' });
      expect([status, body.code]).toEqual([404, 'not-found']);
    }
  });
});

describe.each(publicRoutes)('%s', (name, endpoint) => {
  it('needs an access token', async () => {
    const { id, owner } = await fixture.ranks();
    const params = { conversationId: id, userId: owner.id, code: 'x' };
    for (const token of ['', fixture.issuer.forge({ userId: owner.id }), fixture.issuer.mint({ userId: owner.id, expiresInSeconds: -600 })]) {
      expect((await knock({ ...owner, token }, [name, endpoint], params)).status).toBe(401);
    }
  });

  it('takes no property that it does not know', async () => {
    if (!endpoint.body) return;
    const { id, owner, other } = await fixture.ranks();
    const params = { conversationId: id, userId: other.id, code: 'x' };
    const before = await fixture.published(id);
    for (const planted of ['id', 'createdBy', 'version', 'memberCount', 'userId', '__proto__x']) {
      const body = { ...bodyOf(name, endpoint), [planted]: owner.id };
      const { status, body: problem } = await fixture.call(owner, endpoint, { params, body });
      expect([status, problem.code]).toEqual([400, 'validation-failed']);
    }
    expect(await fixture.published(id)).toEqual(before);
  });
});

describe.each(routes(conversationsInternalApi))('/internal %s', (name, endpoint) => {
  it('is for services only', async () => {
    const { id, owner } = await fixture.ranks();
    const answer = await knock(owner, [name, endpoint], { conversationId: id, userId: owner.id });
    expect(answer.status).toBe(401);
    expect(fullPath(endpoint)).toMatch(/^\/internal\//);
  });
});
