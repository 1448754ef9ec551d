import { randomUUID } from 'node:crypto';

import type { ApiUser, Json } from './api-user';
import { expectProblem, isoTime, unknownId } from './shapes';
import { hallway } from './shared-hallway';

describe('the sync rule (contract §4)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let eve: ApiUser;
  let group: string;
  beforeAll(async () => {
    [ana, bo, eve] = (await hallway.people('ana', 'bo', 'eve')) as [ApiUser, ApiUser, ApiUser];
  });
  beforeEach(async () => {
    group = await hallway.group(ana, bo);
  });

  const changes = (query: string) => bo.get(`/conversations/${group}/changes?${query}`);

  it('gives what changed since a rev, each message once, in its present state, by rev', async () => {
    const [one, two] = [await ana.say(group, 'one'), await ana.say(group, 'two')];
    await ana.patch(`/messages/${one.id}`, { body: 'one, edited' });
    await bo.put(`/messages/${one.id}/reactions/${encodeURIComponent('👍')}`);
    const three = await bo.say(group, 'three');
    await ana.del(`/messages/${two.id}`);
    const { status, body } = await changes('since=0');
    expect(status).toBe(200);
    expect(body).toEqual({ items: expect.any(Array), rev: 6, more: false, reset: false });
    expect(body.items.map(({ id, rev }: Json) => [id, rev])).toEqual([
      [one.id, 4],
      [three.id, 5],
      [two.id, 6],
    ]);
    expect(body.items[0]).toMatchObject({ body: 'one, edited', editedAt: isoTime, reactions: [{ emoji: '👍', userIds: [bo.id], count: 1 }] });
    expect(body.items[2]).toMatchObject({ body: null, deletedAt: isoTime });
    expect((await changes('since=6')).body).toEqual({ items: [], rev: 6, more: false, reset: false });
    expect((await changes('since=4')).body.items.map(({ id }: Json) => id)).toEqual([three.id, two.id]);
  });

  it('gives it in pages that end where more is false', async () => {
    for (let i = 0; i < 5; i++) await ana.say(group, `${i}`);
    const seen: number[] = [];
    for (let since = 0, more = true; more;) {
      const { body } = await changes(`since=${since}&limit=2`);
      seen.push(...body.items.map(({ seq }: Json) => seq));
      ({ rev: since, more } = body);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('asks to reload a history that it does not know', async () => {
    await ana.say(group, 'one');
    expect((await changes('since=1000')).body).toEqual({ items: [], rev: 1, more: false, reset: true });
    for (const query of ['', 'since=-1', 'since=x', 'since=1.5', 'since=0&limit=0']) expectProblem(await changes(query), 400, 'validation-failed');
  });

  it('tells in one call which of many conversations changed, which are new, and which are left', async () => {
    const zoe = await hallway.person('zoe');
    const [same, changed, unnamed, gone] = (await Promise.all(Array.from({ length: 4 }, () => hallway.group(ana, zoe)))) as [string, string, string, string];
    for (const id of [same, changed, gone]) await ana.say(id, 'first');
    await ana.say(changed, 'second');
    await ana.del(`/conversations/${gone}/members/${zoe.id}`);
    const named = [same, changed, gone].map((id) => ({ id, rev: 1 }));
    const { status, body } = await zoe.post('/sync', { conversations: [...named, { id: unknownId, rev: 3 }] });
    expect(status).toBe(200);
    expect(body).toEqual({
      changed: [{ id: changed, rev: 2, lastSeq: 2, readSeq: 0, unread: 2 }],
      joined: [unnamed],
      left: expect.arrayContaining([gone, unknownId]),
    });
    expect(body.left).toHaveLength(2);
    expect((await zoe.post('/sync', { conversations: [] })).body).toEqual({ changed: [], joined: expect.arrayContaining([same, changed, unnamed]), left: [] });
  });

  it('takes up to 1,000 conversations', async () => {
    const entries = (length: number) => ({ conversations: Array.from({ length }, () => ({ id: randomUUID(), rev: 0 })) });
    const most = await eve.post('/sync', entries(1_000));
    expect([most.status, most.body.left.length]).toEqual([200, 1_000]);
    expectProblem(await eve.post('/sync', entries(1_001)), 400, 'validation-failed');
    for (const conversations of [
      undefined,
      null,
      {},
      [{}],
      [{ id: 'x', rev: 0 }],
      [{ id: unknownId, rev: -1 }],
      [{ id: unknownId }],
      [{ id: unknownId, rev: 0, x: 1 }],
    ])
      expectProblem(await eve.post('/sync', { conversations }), 400);
  });
});
