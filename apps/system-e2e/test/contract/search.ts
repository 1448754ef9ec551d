import { randomUUID } from 'node:crypto';

import { eventually } from '@hallway/testing';

import type { Answer, ApiUser, Json } from './api-user';
import { expectProblem } from './shapes';
import { hallway } from './shared-hallway';

describe('search (contract §4)', () => {
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

  const word = () => `w${randomUUID().slice(0, 8)}`;
  const search = async (person: ApiUser, query: Record<string, string>) => person.get(`/search/messages?${new URLSearchParams(query).toString()}`);
  const found = (answer: Answer): string[] => answer.body.items.map(({ message }: Json) => message.id);

  it('finds messages of the conversations of the caller only, the newest first', async () => {
    const q = word();
    const [first, second] = [await ana.say(group, `a ${q} b`), await bo.say(group, `${q.toUpperCase()}!`)];
    const elsewhere = await ana.say(await hallway.group(ana), q);
    const answer = await eventually(async () => {
      const answer = await search(bo, { q });
      expect(found(answer)).toEqual([second.id, first.id]);
      return answer;
    });
    expect(answer.body).toEqual({ items: expect.any(Array), nextCursor: null });
    expect(answer.body.items[1]).toEqual({ message: first, highlights: [expect.stringContaining(q)] });
    expect(found(await search(ana, { q }))).toEqual([elsewhere.id, second.id, first.id]);
    expect(found(await search(eve, { q }))).toEqual([]);
  });

  it('filters by conversation, sender and time', async () => {
    const q = word();
    const other = await hallway.group(ana, bo);
    const [one, two, three] = [await ana.say(group, q), await bo.say(group, q), await ana.say(other, q)];
    await eventually(async () => expect(found(await search(ana, { q }))).toEqual([three.id, two.id, one.id]));
    expect(found(await search(ana, { q, conversationId: group }))).toEqual([two.id, one.id]);
    expect(found(await search(ana, { q, senderId: ana.id }))).toEqual([three.id, one.id]);
    expect(found(await search(ana, { q, conversationId: group, senderId: ana.id }))).toEqual([one.id]);
    expect(found(await search(ana, { q, before: one.createdAt }))).not.toContain(two.id);
    expect(found(await search(ana, { q, after: '2999-01-01T00:00:00.000Z' }))).toEqual([]);
    expect(found(await search(ana, { q, before: '2999-01-01T00:00:00Z', after: '2000-01-01' }))).toEqual([three.id, two.id, one.id]);
  });

  it('pages without a hole or a double', async () => {
    const q = word();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await ana.say(group, `${q} ${i}`)).id);
    await eventually(async () => expect(found(await search(ana, { q }))).toEqual(ids));
    const first = await search(ana, { q, limit: '3' });
    const second = await search(ana, { q, limit: '3', cursor: first.body.nextCursor });
    expect([...found(first), ...found(second), second.body.nextCursor]).toEqual([...ids, null]);
  });

  it('follows edits, deletions and removals', async () => {
    const [q, next] = [word(), word()];
    const [kept, gone] = [await ana.say(group, q), await ana.say(group, q)];
    await ana.patch(`/messages/${kept.id}`, { body: next });
    await ana.del(`/messages/${gone.id}`);
    await eventually(async () => expect([found(await search(bo, { q })), found(await search(bo, { q: next }))]).toEqual([[], [kept.id]]));
    await ana.del(`/conversations/${group}/members/${bo.id}`);
    expect(found(await search(bo, { q: next }))).toEqual([]);
  });

  it('refuses what is no search, and is 404 or empty for a conversation of others', async () => {
    for (const query of [
      {},
      { q: '' },
      { q: 'x'.repeat(201) },
      { q: 'a\0' },
      { q: 'x', conversationId: 'y' },
      { q: 'x', senderId: '7' },
      { q: 'x', before: 'yesterday' },
      { q: 'x', after: '2020-13-01' },
      { q: 'x', extra: '1' },
    ]) {
      expectProblem(await search(ana, query as Record<string, string>), 400, 'validation-failed');
    }
    const { status, body } = await search(eve, { q: 'x', conversationId: group });
    if (status === 200) expect(body).toEqual({ items: [], nextCursor: null });
    else expect([status, body.code]).toEqual([404, 'not-found']);
  });

  it.each(['%', '_', '\\', "'", '"', '"a', '*', '(', 'a & b', ':*', '--', '🎉', '日本', '\u200b', '<b>'])('survives the query %s', async (q) => {
    const message = await ana.say(group, `before ${q} after`);
    const { status, body } = await search(ana, { q, conversationId: group });
    expect([200, 400]).toContain(status);
    if (status === 200) for (const item of body.items) expect(item.message.id).toBe(message.id);
  });
});
