import { randomUUID } from 'node:crypto';

import type { Answer, ApiUser, Json } from './api-user';
import { aMessage, expectProblem, faultsOf, isoTime, unknownId } from './shapes';
import { hallway } from './shared-hallway';

const seqsOf = ({ body }: Answer): number[] => body.items.map(({ seq }: { seq: number }) => seq);

describe('messages (contract §4)', () => {
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

  const send = (person: ApiUser, body: object, conversation = group) =>
    person.post(`/conversations/${conversation}/messages`, { clientMessageId: randomUUID(), body: 'hello', ...body });

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
      const of = async (person: ApiUser, conversation: string) => (await send(person, { clientMessageId }, conversation)).status;
      expect([await of(bo, group), await of(ana, await hallway.group(ana))]).toEqual([201, 201]);
    });

    it('stores one for a retry that overlaps', async () => {
      const clientMessageId = randomUUID();
      const answers = await Promise.all(Array.from({ length: 6 }, () => send(ana, { clientMessageId })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
      expect((await ana.get(`/conversations/${group}`)).body.lastSeq).toBe(1);
    });

    it('numbers messages 1, 2, 3 … when several people send at once', async () => {
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
      const elsewhere = await ana.say(await hallway.group(ana), 'elsewhere');
      const wrongs: [object, RegExp][] = [
        [{ clientMessageId: 'x' }, /^clientMessageId$/],
        [{ clientMessageId: undefined }, /^clientMessageId$/],
        [{ clientMessageId: 7 }, /^clientMessageId$/],
        [{ replyTo: 'x' }, /^replyTo$/],
        [{ replyTo: unknownId }, /^(replyTo)?$/],
        [{ replyTo: elsewhere.id }, /^(replyTo)?$/],
        [{ attachments: 'x' }, /^attachments$/],
        [{ attachments: ['x'] }, /^attachments/],
        [{ attachments: [unknownId] }, /^(attachments.*)?$/],
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

    it('mentions only members by @username, once each', async () => {
      const message = await ana.say(group, `@${bo.username} @${bo.username.toUpperCase()} @${eve.username} @nobody-at-all`);
      expect(message.mentions).toEqual([bo.id]);
      const edited = await ana.patch(`/messages/${message.id}`, { body: `for @${ana.username}` });
      expect(edited.body.mentions).toEqual([ana.id]);
    });

    it('mentions who was added, or joined, the moment before', async () => {
      for (let n = 0; n < 12; n += 1) {
        const room = await hallway.group(ana);
        await ana.say(room, 'first');
        const invite = await ana.post(`/conversations/${room}/invites`, {});
        const [added, joined] = [bo, eve];
        expect((await ana.post(`/conversations/${room}/members`, { userIds: [added.id] })).status).toBe(204);
        expect((await ana.say(room, `hi @${added.username}`)).mentions).toEqual([added.id]);
        expect((await joined.post(`/invites/${invite.body.code}/accept`)).status).toBe(200);
        expect((await joined.say(room, `hi @${ana.username}, @${joined.username}`)).mentions).toEqual([ana.id, joined.id]);
      }
    });

    it('mentions everyone by @here and @everyone, which counts for each until it is read', async () => {
      const room = await hallway.group(ana, bo, eve);
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
      for (const query of [
        '?before=3&after=1',
        '?before=0',
        '?before=-1',
        '?after=-1',
        '?after=x',
        '?around=1.5',
        '?before=1e3',
        '?after=99999999999999999999',
        '?since=1',
      ])
        expectProblem(await window(query), 400, 'validation-failed');
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
      for (const answer of [
        await ana.patch(`/messages/${message.id}`, { body: 'x' }),
        await ana.put(`/messages/${message.id}/pin`),
        await ana.put(`/messages/${message.id}/reactions/${encodeURIComponent('👍')}`),
      ])
        expectProblem(answer, 409, 'message-deleted');
    });

    it('is 404 for messages that are not there, and 400 for no text', async () => {
      for (const id of [unknownId, 'x', '%00']) {
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
      const react = (person: ApiUser, emoji: string, method = 'PUT') => person.call(method, `/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`);
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
      for (const emoji of ['a', '👍👍', ':smile:', '<b>', ' ', '\0', 'x'.repeat(100)])
        expectProblem(await ana.put(`/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`), 400, 'validation-failed');
      expect([400, 404]).toContain((await ana.put(`/messages/${message.id}/reactions/%ff`)).status);
      expectProblem(await ana.put(`/messages/${unknownId}/reactions/${thumb}`), 404, 'not-found');
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
});
