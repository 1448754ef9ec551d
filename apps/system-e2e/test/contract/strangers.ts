import { randomUUID } from 'node:crypto';

import * as auth from '@hallway/contracts-auth';
import * as conversations from '@hallway/contracts-conversations';
import { type Api, type Endpoint, fullPath } from '@hallway/contracts-core';
import * as messages from '@hallway/contracts-messages';
import { clientEvents } from '@hallway/contracts-realtime';
import * as uploads from '@hallway/contracts-uploads';
import { eventually } from '@hallway/testing';

import type { ApiUser, CallOptions, Json } from './api-user';
import { upload } from './files';
import { expectProblem, expectRefusal } from './shapes';
import { hallway } from './shared-hallway';

/** What there is to see, and who may not see it. */
interface Scene {
  insider: ApiUser;
  /** Never was a member. */
  stranger: ApiUser;
  /** Was one, and has been removed. */
  exMember: ApiUser;
  ids: Record<string, string>;
}

/** Every public route of the contracts that names a conversation, a message or an upload. */
const routes = [auth, conversations, messages, uploads]
  .flatMap((contract) => Object.entries(contract).filter(([name]) => name.endsWith('Api')))
  .flatMap(([, api]) => Object.values(api as Api))
  .filter(({ auth: audience, path }) => audience !== 'service' && /:(conversation|message|upload)Id/.test(path))
  .map((endpoint): [string, Endpoint] => [`${endpoint.method} ${endpoint.path}`, endpoint]);

/** A sound call for each of them; a new route without a row fails. */
const calls: Record<string, CallOptions & { query?: string }> = {
  'GET /conversations/:conversationId': {},
  'PATCH /conversations/:conversationId': { json: { muted: true } },
  'DELETE /conversations/:conversationId': {},
  'GET /conversations/:conversationId/members': {},
  'POST /conversations/:conversationId/members': { json: { userIds: [randomUUID()] } },
  'PATCH /conversations/:conversationId/members/:userId': { json: { role: 'admin' } },
  'DELETE /conversations/:conversationId/members/:userId': {},
  'POST /conversations/:conversationId/invites': { json: {} },
  'GET /conversations/:conversationId/invites': {},
  'DELETE /conversations/:conversationId/invites/:code': {},
  'POST /conversations/:conversationId/messages': { json: { clientMessageId: randomUUID(), body: 'let me in' } },
  'GET /conversations/:conversationId/messages': {},
  'GET /conversations/:conversationId/changes': { query: '?since=0' },
  'GET /conversations/:conversationId/receipts': {},
  'GET /messages/:messageId': {},
  'PATCH /messages/:messageId': { json: { body: 'changed' } },
  'DELETE /messages/:messageId': {},
  'PUT /messages/:messageId/reactions/:emoji': {},
  'DELETE /messages/:messageId/reactions/:emoji': {},
  'PUT /messages/:messageId/pin': {},
  'DELETE /messages/:messageId/pin': {},
  'GET /conversations/:conversationId/pins': {},
  'PUT /conversations/:conversationId/read': { json: { seq: 1 } },
  'PUT /conversations/:conversationId/delivered': { json: { seq: 1 } },
  'GET /messages/:messageId/receipts': {},
  'PUT /uploads/:uploadId/bytes': { bytes: 'hello' },
  'POST /uploads/:uploadId/complete': {},
  'GET /uploads/:uploadId/content': {},
};

/** The payload of each socket event that names a conversation or a message, and those that name neither. */
const events: Record<string, ((ids: Record<string, string>) => object) | 'names nothing'> = {
  'message:send': ({ conversationId }) => ({ conversationId, clientMessageId: randomUUID(), body: 'let me in' }),
  'message:edit': ({ messageId }) => ({ messageId, body: 'changed' }),
  'message:delete': ({ messageId }) => ({ messageId }),
  'reaction:add': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'reaction:remove': ({ messageId }) => ({ messageId, emoji: '👍' }),
  'conversation:read': ({ conversationId }) => ({ conversationId, seq: 1 }),
  'conversation:delivered': ({ conversationId }) => ({ conversationId, seq: 1 }),
  'typing:start': ({ conversationId }) => ({ conversationId }),
  'typing:stop': ({ conversationId }) => ({ conversationId }),
  'presence:watch': 'names nothing',
  'auth:renew': 'names nothing',
  sync: 'names nothing',
};

describe('strangers (contract §1: 404 for what a caller may not know of)', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene();
  });

  const truth = async () => {
    const { conversationId } = scene.ids;
    const paths = ['', '/members', '/messages', '/pins', '/changes?since=0'];
    return Promise.all(paths.map(async (path) => (await scene.insider.get(`/conversations/${conversationId}${path}`)).body));
  };
  const fill = (endpoint: Endpoint, ids: Record<string, string>) => fullPath(endpoint).replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? 'x');

  it.each(routes)('%s does not exist for strangers and former members', async (name, endpoint) => {
    const call = calls[name];
    if (!call) throw new Error(`${name} needs a row in this table`);
    const before = await truth();
    for (const person of [scene.stranger, scene.exMember]) {
      for (const userId of endpoint.path.includes(':userId') ? [scene.insider.id, person.id] : ['']) {
        const path = fill(endpoint, { ...scene.ids, userId }) + (call.query ?? '');
        expectProblem(await person.call(endpoint.method, path, call), 404, 'not-found');
      }
    }
    expect(await truth()).toEqual(before);
  });

  it.each(routes)('%s answers the same for unknown ids and for what is no id', async (name, endpoint) => {
    const call = calls[name] ?? {};
    for (const id of ['01a205c8-61d6-75c2-9033-10638185f406', '00000000-0000-0000-0000-000000000000', 'nonsense', "';--", '%2e%2e']) {
      const path = fill(endpoint, { conversationId: id, messageId: id, uploadId: id, userId: scene.insider.id, emoji: '%F0%9F%91%8D' }) + (call.query ?? '');
      expectProblem(await scene.insider.call(endpoint.method, path, call), 404, 'not-found');
    }
  });

  it.each(routes)('%s needs a token', async (name, endpoint) => {
    expectProblem(await hallway.caller().call(endpoint.method, fill(endpoint, scene.ids) + (calls[name]?.query ?? ''), calls[name]), 401, 'unauthenticated');
  });

  it.each(Object.keys(clientEvents))('the event %s tells them nothing', async (event) => {
    const payload = events[event];
    if (!payload) throw new Error(`${event} needs a row in this table`);
    const before = await truth();
    for (const person of [scene.stranger, scene.exMember]) {
      const live = await person.live();
      if (typeof payload === 'function') expectRefusal(await live.ask(event, payload(scene.ids)), 404, 'not-found');
      expect(live.received).toEqual([]);
    }
    expect(await truth()).toEqual(before);
  });

  it('hear nothing of what happens inside', async () => {
    const { conversationId, messageId } = scene.ids;
    const lives = await Promise.all([scene.stranger.live(), scene.exMember.live()]);
    const inside = await scene.insider.live();
    await inside.ok('typing:start', { conversationId });
    const message = await scene.insider.say(String(conversationId), 'inside only');
    await scene.insider.put(`/messages/${messageId}/reactions/${encodeURIComponent('🎉')}`);
    await inside.waitForChange('reacted', String(messageId));
    await inside.waitForChange('created', message.id);
    // What they are told of their own comes after anything that went out before it.
    for (const [i, person] of [scene.stranger, scene.exMember].entries()) {
      const own = await hallway.group(person);
      await lives[i]?.waitFor('conversation:joined', ({ conversation }) => conversation.id === own);
      expect(lives[i]?.received.map(({ event }) => event)).toEqual(['conversation:joined']);
    }
  });

  it('find nothing of it in lists, search, sync and profiles', async () => {
    const { conversationId } = scene.ids;
    await eventually(async () => expect((await scene.insider.get('/search/messages?q=inside')).body.items.length).toBeGreaterThan(0));
    for (const person of [scene.stranger, scene.exMember]) {
      expect((await person.get('/conversations?limit=100')).body.items.filter(({ id }: Json) => id === conversationId)).toEqual([]);
      expect((await person.get('/search/messages?q=inside')).body.items).toEqual([]);
      const { changed, joined, left } = (await person.post('/sync', { conversations: [{ id: conversationId, rev: 0 }] })).body;
      expect([changed, joined.includes(conversationId), left]).toEqual([[], false, [conversationId]]);
      const reply = await person.post(`/conversations/${await hallway.group(person)}/messages`, {
        clientMessageId: randomUUID(),
        body: 'x',
        replyTo: scene.ids.messageId,
      });
      expectProblem(reply, 400, 'reply-not-found');
    }
  });
});

async function setScene(): Promise<Scene> {
  const [insider, stranger, exMember] = (await hallway.people('insider', 'stranger', 'former')) as [ApiUser, ApiUser, ApiUser];
  const conversationId = await hallway.group(insider, exMember);
  const { id: uploadId } = await upload(insider, Buffer.from('inside only'));
  const { id: messageId } = await insider.say(conversationId, 'inside only', { attachments: [uploadId] });
  await insider.del(`/conversations/${conversationId}/members/${exMember.id}`);
  return { insider, stranger, exMember, ids: { conversationId, messageId, uploadId, emoji: encodeURIComponent('👍') } };
}
