import { randomUUID } from 'node:crypto';

import type { Client } from '@hallway/client';
import { accountsApi, usersApi } from '@hallway/contracts-auth';
import { conversationsApi } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { idOf, System } from '../src/system';

describe('a person who is deactivated', () => {
  let system: System;
  let ana: Client;
  let bo: Client;
  let conversationId: string;

  beforeAll(async () => {
    system = await System.start({ realtime: 2, 'api-gateway': 2 });
    ana = await system.person('ana');
    bo = await system.person('bo');
    conversationId = (await system.group(ana, bo)).id;
    await eventually(() => [ana, bo].every((client) => client.connection.online), { timeoutMs: 20_000 });
  });
  afterAll(() => system?.stop());

  const setActive = (userId: string, active: boolean) => ana.call(accountsApi.update, { params: { userId }, body: { active } });
  const send = (body: string) => ana.emit('message:send', { conversationId, clientMessageId: randomUUID(), body });

  it('is out on every replica, and finds everything as it is when they come back', async () => {
    const [id, token] = [idOf(bo), await bo.session.current()];
    const { username } = await bo.call(usersApi.me);
    const status = async () => (await fetch(`${system.url}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    await send('before');
    const reasons: unknown[] = [];
    bo.on('session:revoked', ({ reason }) => reasons.push(reason));
    expect(await status()).toBe(200);

    await setActive(id, false);
    await eventually(() => bo.session.getSnapshot().user === null, { timeoutMs: 20_000 });
    expect(reasons).toEqual(['deactivated']);
    // Both gateways have heard of it when twenty calls in a row are refused.
    await eventually(async () => expect(new Set(await Promise.all(Array.from({ length: 20 }, status)))).toEqual(new Set([401])), { timeoutMs: 20_000 });
    await send('while away');
    await expect(system.client().session.login({ login: username, password: `a long password ${username}` })).rejects.toMatchObject({
      code: 'account-deactivated',
    });
    await expect(ana.call(conversationsApi.create, { body: { type: 'direct', memberIds: [id] } })).rejects.toMatchObject({ code: 'unknown-user' });

    await setActive(id, true);
    const again = system.client();
    await again.session.login({ login: username, password: `a long password ${username}` });
    expect(await again.call(conversationsApi.get, { params: { conversationId } })).toMatchObject({ unread: 2, lastSeq: 2, role: 'member' });
    expect((await system.history(again, conversationId)).map(({ body }) => body)).toEqual(['before', 'while away']);
    await eventually(() => again.connection.online, { timeoutMs: 20_000 });
    await again.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: 'back' });
  });
});
