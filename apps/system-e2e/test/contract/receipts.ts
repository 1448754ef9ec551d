import type { ApiUser, Json } from './api-user';
import { expectProblem, isoTime, unknownId } from './shapes';
import { hallway } from './shared-hallway';

describe('read marks and receipts (contract §4)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let group: string;
  beforeAll(async () => {
    [ana, bo] = (await hallway.people('ana', 'bo')) as [ApiUser, ApiUser];
  });
  beforeEach(async () => {
    group = await hallway.group(ana, bo);
  });

  const read = (person: ApiUser, seq: unknown) => person.put(`/conversations/${group}/read`, { seq });

  it('moves forwards only, never past the last message, and by sending', async () => {
    for (let i = 0; i < 3; i++) await ana.say(group, `${i}`);
    const answers = [];
    for (const seq of [1, 0, 2, 1]) answers.push((await read(bo, seq)).body);
    expect(answers).toEqual([
      { readSeq: 1, unread: 2 },
      { readSeq: 1, unread: 2 },
      { readSeq: 2, unread: 1 },
      { readSeq: 2, unread: 1 },
    ]);
    expect((await read(bo, 1_000)).body).toEqual({ readSeq: 3, unread: 0 });
    await ana.say(group, 'four');
    await bo.say(group, 'five');
    expect((await bo.get(`/conversations/${group}`)).body).toMatchObject({ readSeq: 5, unread: 0 });
    for (const seq of [-1, 1.5, '1', null, undefined, 1e300]) expectProblem(await read(bo, seq), 400, 'validation-failed');
  });

  it('tells who has read and who has received a message', async () => {
    const message = await ana.say(group, 'seen?');
    const receipts = async () => (await ana.get(`/messages/${message.id}/receipts`)).body;
    const others = (list: Json[]) => list.filter(({ userId }) => userId !== ana.id);
    expect(others((await receipts()).read)).toEqual([]);
    expect((await bo.put(`/conversations/${group}/delivered`, { seq: 1 })).status).toBe(204);
    const delivered = await receipts();
    expect([others(delivered.read), others(delivered.delivered)]).toEqual([[], [{ userId: bo.id, at: isoTime }]]);
    await read(bo, 1);
    expect(others((await receipts()).read)).toEqual([{ userId: bo.id, at: isoTime }]);
    expect(Object.keys(await receipts()).sort()).toEqual(['delivered', 'read']);
    expectProblem(await ana.get(`/messages/${unknownId}/receipts`), 404, 'not-found');
  });
});
