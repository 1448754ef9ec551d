import { randomUUID } from 'node:crypto';
import { eventually } from '@hallway/testing';
import { aMessage, expectProblem, faultsOf, isoTime } from './shapes';
import type { Answer, Json, Person } from './person';
import { hall } from './shared-hall';

const nobodysId = '01a205c8-61d6-75c2-9033-10638185f406';
const seqsOf = ({ body }: Answer): number[] => body.items.map(({ seq }: { seq: number }) => seq);

describe('messages (contract §4)', () => {
  let ana: Person;
  let bo: Person;
  let eve: Person;
  let group: string;
  beforeAll(async () => {
    [ana, bo, eve] = (await hall.people('ana', 'bo', 'eve')) as [Person, Person, Person];
  });
  beforeEach(async () => {
    group = await hall.group(ana, bo);
  });

  const send = (person: Person, body: object, conversation = group) => person.post(`/conversations/${conversation}/messages`, { clientMessageId: randomUUID(), body: 'hello', ...body });

  describe('sending', () => {
    it('answers 201 with the message', async () => {
      const clientMessageId = randomUUID();
      const { status, body } = await send(ana, { clientMessageId, body: 'hello' });
      expect([status, body]).toEqual([201, aMessage({ conversationId: group, seq: 1, rev: 1, senderId: ana.id, clientMessageId, body: 'hello' })]);
    });

    it('answers 200 with the first message for the same clientMessageId, whatever else the retry says', async () => {
      const clientMessageId = randomUUID();
      const first = await send(ana, { clientMessageId, body: 'first' });
      for (const retry of [{ clientMessageId, body: 'first' }, { clientMessageId, body: 'another' }, { clientMessageId: clientMessageId.toUpperCase() }]) {
        const again = await send(ana, retry);
        expect([again.status, again.body]).toEqual([200, first.body]);
      }
      const of = async (person: Person, conversation: string) => (await send(person, { clientMessageId }, conversation)).status;
      expect([await of(bo, group), await of(ana, await hall.group(ana))]).toEqual([201, 201]);
    });

    it('stores one for a retry that overlaps', async () => {
      const clientMessageId = randomUUID();
      const answers = await Promise.all(Array.from({ length: 6 }, () => send(ana, { clientMessageId })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
      expect((await ana.get(`/conversations/${group}`)).body.lastSeq).toBe(1);
    });

    it('numbers messages 1, 2, 3 … whoever sends them at once', async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => send(i % 2 ? ana : bo, { body: `${i}` })));
      expect(answers.map(({ body }) => body.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      for (const { body } of answers) expect(body.rev).toBe(body.seq);
    });

    it('takes 1 to 16,000 characters, an emoji being one', async () => {
      for (const body of ['x', 'x'.repeat(16_000), '🦊'.repeat(16_000)]) expect((await send(ana, { body })).body.body).toBe(body);
      for (const body of ['x'.repeat(16_001), '🦊'.repeat(16_001), 7, null, {}, ['x'], true]) {
        const answer = await send(ana, { body });
        expectProblem(answer, 400, 'validation-failed');
        expect(faultsOf(answer)).toEqual(['body']);
      }
      for (const body of ['']) expectProblem(await send(ana, { body }), 400);
      expectProblem(await send(ana, { body: '', attachments: [] }), 400);
    });

    it('refuses what is no UUID, no reply, no attachment, or not of the contract', async () => {
      const elsewhere = await ana.say(await hall.group(ana), 'elsewhere');
      const wrongs: [object, RegExp][] = [
        [{ clientMessageId: 'x' }, /^clientMessageId$/],
        [{ clientMessageId: undefined }, /^clientMessageId$/],
        [{ clientMessageId: 7 }, /^clientMessageId$/],
        [{ replyTo: 'x' }, /^replyTo$/],
        [{ replyTo: nobodysId }, /^(replyTo)?$/],
        [{ replyTo: elsewhere.id }, /^(replyTo)?$/],
        [{ attachments: 'x' }, /^attachments$/],
        [{ attachments: ['x'] }, /^attachments/],
        [{ attachments: [nobodysId] }, /^(attachments.*)?$/],
        [{ attachments: Array.from({ length: 11 }, () => randomUUID()) }, /^attachments/],
        [{ senderId: bo.id }, /^senderId$/],
        [{ seq: 7 }, /^seq$/],
        [{ createdAt: '2020-01-01T00:00:00.000Z' }, /^createdAt$/],
      ];
      for (const [wrong, path] of wrongs) {
        const answer = await send(ana, wrong);
        expectProblem(answer, 400);
        for (const fault of faultsOf(answer)) expect(fault).toMatch(path);
      }
      expect((await ana.get(`/conversations/${group}`)).body).toMatchObject({ lastSeq: 0, rev: 0 });
    });

    it('answers a message of the same conversation', async () => {
      const first = await ana.say(group, 'question');
      expect((await send(bo, { replyTo: first.id })).body.replyTo).toBe(first.id);
      expect((await send(bo, { replyTo: null })).body.replyTo).toBeNull();
    });

    it('mentions members by @username, once each, and nobody else', async () => {
      const message = await ana.say(group, `@${bo.username} @${bo.username.toUpperCase()} @${eve.username} @nobody-at-all`);
      expect(message.mentions).toEqual([bo.id]);
      const edited = await ana.patch(`/messages/${message.id}`, { body: `for @${ana.username}` });
      expect(edited.body.mentions).toEqual([ana.id]);
    });

    it('mentions who was added, or joined, the moment before', async () => {
      for (let n = 0; n < 12; n += 1) {
        const room = await hall.group(ana);
        await ana.say(room, 'first');
        const invite = await ana.post(`/conversations/${room}/invites`, {});
        const [added, joined] = [bo, eve];
        expect((await ana.post(`/conversations/${room}/members`, { userIds: [added.id] })).status).toBe(204);
        expect((await ana.say(room, `hi @${added.username}`)).mentions).toEqual([added.id]);
        expect((await joined.post(`/invites/${invite.body.code}/accept`)).status).toBe(200);
        expect((await joined.say(room, `hi @${ana.username}, @${joined.username}`)).mentions).toEqual([ana.id, joined.id]);
      }
    });

    it('mentions everybody by @here and @everyone, which counts for each until it is read', async () => {
      const room = await hall.group(ana, bo, eve);
      expect((await ana.say(room, 'lunch, @here?')).mentions).toEqual([room]);
      await bo.say(room, '@everyone: yes');
      const counts = await Promise.all([ana, bo, eve].map(async (person) => (await person.get(`/conversations/${room}`)).body.mentionCount));
      expect(counts).toEqual([1, 0, 2]);
    });
  });

  describe('the window', () => {
    const window = async (query: string) => bo.get(`/conversations/${group}/messages${query}`);
    beforeEach(async () => {
      for (let i = 1; i <= 7; i++) await ana.say(group, `message ${i}`);
    });

    it('is the newest messages by seq ascending, or before, after or around a seq', async () => {
      const windows: [string, number[]][] = [
        ['', [1, 2, 3, 4, 5, 6, 7]],
        ['?limit=3', [5, 6, 7]],
        ['?before=4', [1, 2, 3]],
        ['?before=4&limit=2', [2, 3]],
        ['?before=1', []],
        ['?after=5', [6, 7]],
        ['?after=0&limit=2', [1, 2]],
        ['?after=7', []],
        ['?after=700', []],
        ['?around=4&limit=3', [3, 4, 5]],
        ['?around=1&limit=3', [1, 2, 3]],
        ['?around=7&limit=3', [5, 6, 7]],
        ['?before=100', [1, 2, 3, 4, 5, 6, 7]],
      ];
      for (const [query, seqs] of windows) expect([query, seqsOf(await window(query))]).toEqual([query, seqs]);
    });

    it('answers items of whole messages and a cursor that is null', async () => {
      const { body } = await window('?limit=1');
      expect(body).toMatchObject({ items: [aMessage({ seq: 7 })], nextCursor: null, hasBefore: true, hasAfter: false });
    });

    it('refuses two places at once, and places that are none', async () => {
      for (const query of ['?before=3&after=1', '?before=0', '?before=-1', '?after=-1', '?after=x', '?around=1.5', '?before=1e3', '?after=99999999999999999999', '?since=1']) expectProblem(await window(query), 400, 'validation-failed');
    });
  });

  describe('editing and deleting', () => {
    it('is for the sender; admins may delete', async () => {
      const message = await bo.say(group, 'mine');
      expectProblem(await ana.patch(`/messages/${message.id}`, { body: 'yours' }), 403, 'forbidden');
      const edited = await bo.patch(`/messages/${message.id}`, { body: 'mine again' });
      expect([edited.status, edited.body]).toEqual([200, { ...message, body: 'mine again', rev: 2, editedAt: isoTime }]);
      const other = await ana.say(group, 'of the owner');
      expectProblem(await bo.del(`/messages/${other.id}`), 403, 'forbidden');
      const deleted = await ana.del(`/messages/${message.id}`);
      expect([deleted.status, deleted.body]).toEqual([204, '']);
    });

    it('keeps the place of a deleted message, with body null and nothing else of it', async () => {
      const message = await ana.say(group, `secret @${bo.username}`);
      await ana.say(group, 'next');
      await bo.put(`/messages/${message.id}/reactions/${encodeURIComponent('👍')}`);
      await bo.put(`/messages/${message.id}/pin`);
      for (let i = 0; i < 2; i++) expect((await ana.del(`/messages/${message.id}`)).status).toBe(204);
      const { items } = (await bo.get(`/conversations/${group}/messages`)).body;
      expect(items[0]).toEqual(aMessage({ ...message, body: null, rev: 5, mentions: [], deletedAt: isoTime }));
      expect(items[1].seq).toBe(2);
      expect((await bo.get(`/conversations/${group}/pins`)).body.items).toEqual([]);
      expect((await bo.get(`/conversations/${group}`)).body.mentionCount).toBe(0);
      for (const answer of [await ana.patch(`/messages/${message.id}`, { body: 'x' }), await ana.put(`/messages/${message.id}/pin`), await ana.put(`/messages/${message.id}/reactions/${encodeURIComponent('👍')}`)]) expectProblem(answer, 409, 'message-deleted');
    });

    it('is 404 for messages that are not there, and 400 for no text', async () => {
      for (const id of [nobodysId, 'x', '%00']) {
        expectProblem(await ana.patch(`/messages/${id}`, { body: 'x' }), 404, 'not-found');
        expectProblem(await ana.del(`/messages/${id}`), 404, 'not-found');
      }
      const message = await ana.say(group, 'text');
      for (const body of ['', null, 7, 'x'.repeat(16_001), 'a\0']) expectProblem(await ana.patch(`/messages/${message.id}`, { body }), 400);
    });
  });

  describe('reactions and pins', () => {
    const thumb = encodeURIComponent('👍');

    it('react and take back, idempotently', async () => {
      const message = await ana.say(group, 'react to this');
      const react = (person: Person, emoji: string, method = 'PUT') => person.call(method, `/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`);
      for (let i = 0; i < 2; i++) {
        const { status, body } = await react(ana, '👍');
        expect([status, body]).toEqual([200, { ...message, rev: 2, reactions: [{ emoji: '👍', userIds: [ana.id], count: 1 }] }]);
      }
      await react(bo, '👍');
      expect((await react(bo, '❤️')).body.reactions).toEqual([
        { emoji: '👍', userIds: [ana.id, bo.id], count: 2 },
        { emoji: '❤️', userIds: [bo.id], count: 1 },
      ]);
      for (let i = 0; i < 2; i++) {
        const { status, body } = await react(ana, '👍', 'DELETE');
        expect([status, body.rev, body.reactions[0]]).toEqual([200, 5, { emoji: '👍', userIds: [bo.id], count: 1 }]);
      }
    });

    it('takes one emoji, and nothing else', async () => {
      const message = await ana.say(group, 'react to this');
      for (const emoji of ['🏳️‍🌈', '👩‍👩‍👧‍👦', '🇩🇪', '1️⃣']) expect((await ana.put(`/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`)).status).toBe(200);
      for (const emoji of ['a', '👍👍', ':smile:', '<b>', ' ', '\0', 'x'.repeat(100)]) expectProblem(await ana.put(`/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`), 400, 'validation-failed');
      expect([400, 404]).toContain((await ana.put(`/messages/${message.id}/reactions/%ff`)).status);
      expectProblem(await ana.put(`/messages/${nobodysId}/reactions/${thumb}`), 404, 'not-found');
    });

    it('pins and unpins, idempotently, and lists the newest pin first, in pages', async () => {
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.unshift((await ana.say(group, `pin ${i}`)).id);
      for (const id of [...ids].reverse()) {
        const [once, twice] = [await bo.put(`/messages/${id}/pin`), await bo.put(`/messages/${id}/pin`)];
        expect([once.status, once.body.pinned, twice.status, twice.body]).toEqual([200, true, 200, once.body]);
      }
      const page = await ana.get(`/conversations/${group}/pins?limit=2`);
      expect(page.body.items.map(({ id }: Json) => id)).toEqual(ids.slice(0, 2));
      expect(page.body.items[0]).toEqual(aMessage({ id: ids[0], pinned: true }));
      const rest = await ana.get(`/conversations/${group}/pins?limit=2&cursor=${page.body.nextCursor}`);
      expect([rest.body.items.map(({ id }: Json) => id), rest.body.nextCursor]).toEqual([[ids[2]], null]);
      for (let i = 0; i < 2; i++) {
        const { status, body } = await ana.del(`/messages/${ids[0]}/pin`);
        expect([status, body.pinned]).toEqual([200, false]);
      }
      expect((await ana.get(`/conversations/${group}/pins`)).body.items).toHaveLength(2);
    });
  });

  describe('the sync rule', () => {
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
      expect(body.items.map(({ id, rev }: Json) => [id, rev])).toEqual([[one.id, 4], [three.id, 5], [two.id, 6]]);
      expect(body.items[0]).toMatchObject({ body: 'one, edited', editedAt: isoTime, reactions: [{ emoji: '👍', userIds: [bo.id], count: 1 }] });
      expect(body.items[2]).toMatchObject({ body: null, deletedAt: isoTime });
      expect((await changes('since=6')).body).toEqual({ items: [], rev: 6, more: false, reset: false });
      expect((await changes('since=4')).body.items.map(({ id }: Json) => id)).toEqual([three.id, two.id]);
    });

    it('gives it in pages that end where more is false', async () => {
      for (let i = 0; i < 5; i++) await ana.say(group, `${i}`);
      const seen: number[] = [];
      for (let since = 0, more = true; more; ) {
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
      const zoe = await hall.person('zoe');
      const [same, changed, unnamed, gone] = (await Promise.all(Array.from({ length: 4 }, () => hall.group(ana, zoe)))) as [string, string, string, string];
      for (const id of [same, changed, gone]) await ana.say(id, 'first');
      await ana.say(changed, 'second');
      await ana.del(`/conversations/${gone}/members/${zoe.id}`);
      const named = [same, changed, gone].map((id) => ({ id, rev: 1 }));
      const { status, body } = await zoe.post('/sync', { conversations: [...named, { id: nobodysId, rev: 3 }] });
      expect(status).toBe(200);
      expect(body).toEqual({
        changed: [{ id: changed, rev: 2, lastSeq: 2, readSeq: 0, unread: 2 }],
        joined: [unnamed],
        left: expect.arrayContaining([gone, nobodysId]),
      });
      expect(body.left).toHaveLength(2);
      expect((await zoe.post('/sync', { conversations: [] })).body).toEqual({ changed: [], joined: expect.arrayContaining([same, changed, unnamed]), left: [] });
    });

    it('takes up to 1,000 conversations', async () => {
      const entries = (length: number) => ({ conversations: Array.from({ length }, () => ({ id: randomUUID(), rev: 0 })) });
      const most = await eve.post('/sync', entries(1_000));
      expect([most.status, most.body.left.length]).toEqual([200, 1_000]);
      expectProblem(await eve.post('/sync', entries(1_001)), 400, 'validation-failed');
      for (const conversations of [undefined, null, {}, [{}], [{ id: 'x', rev: 0 }], [{ id: nobodysId, rev: -1 }], [{ id: nobodysId }], [{ id: nobodysId, rev: 0, x: 1 }]]) expectProblem(await eve.post('/sync', { conversations }), 400);
    });
  });

  describe('read marks and receipts', () => {
    const read = (person: Person, seq: unknown) => person.put(`/conversations/${group}/read`, { seq });

    it('moves forwards only, never past the last message, and by sending', async () => {
      for (let i = 0; i < 3; i++) await ana.say(group, `${i}`);
      const answers = [];
      for (const seq of [1, 0, 2, 1]) answers.push((await read(bo, seq)).body);
      expect(answers).toEqual([{ readSeq: 1, unread: 2 }, { readSeq: 1, unread: 2 }, { readSeq: 2, unread: 1 }, { readSeq: 2, unread: 1 }]);
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
      expectProblem(await ana.get(`/messages/${nobodysId}/receipts`), 404, 'not-found');
    });
  });

  describe('search', () => {
    const word = () => `w${randomUUID().slice(0, 8)}`;
    const search = async (person: Person, query: Record<string, string>) => person.get(`/search/messages?${new URLSearchParams(query).toString()}`);
    const found = (answer: Answer): string[] => answer.body.items.map(({ message }: Json) => message.id);

    it('finds messages of the conversations of the caller only, the newest first', async () => {
      const q = word();
      const [first, second] = [await ana.say(group, `a ${q} b`), await bo.say(group, `${q.toUpperCase()}!`)];
      const elsewhere = await ana.say(await hall.group(ana), q);
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
      const other = await hall.group(ana, bo);
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
      for (const query of [{}, { q: '' }, { q: 'x'.repeat(201) }, { q: 'a\0' }, { q: 'x', conversationId: 'y' }, { q: 'x', senderId: '7' }, { q: 'x', before: 'yesterday' }, { q: 'x', after: '2020-13-01' }, { q: 'x', extra: '1' }]) {
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
});
