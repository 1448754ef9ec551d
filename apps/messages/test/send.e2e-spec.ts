import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { membershipAdditionsApi, membershipListenerApi } from '@hallway/contracts-conversations';
import { messagesApi, messagesInternalApi, type Message, receiptsApi } from '@hallway/contracts-messages';
import { mentionNames } from '@hallway/markup';

import { eventually } from '@hallway/testing';

import { aSend, type Answer, MessagesApp, type Person } from './messages-app';

let service: MessagesApp;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  service = await MessagesApp.start();
  ana = service.person('ana');
  ben = service.person('ben');
});
afterAll(() => service.stop());

const send = (person: Person, conversationId: string, body: object): Promise<Answer> =>
  service.call(messagesApi.send, person, { params: { conversationId }, body });
const messageOf = (answer: Answer): Message => answer.body as unknown as Message;
const history = async (person: Person, conversationId: string, query = {}): Promise<Message[]> =>
  (await service.call(messagesApi.window, person, { params: { conversationId }, query })).body.items as Message[];

describe('sending', () => {
  it('stores a message and answers it with its place', async () => {
    const conversationId = service.conversation([ana, ben]);
    const input = aSend('Hello @ben and @nobody');
    const answer = await send(ana, conversationId, input);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/), conversationId, seq: 1, rev: 1, senderId: ana.id, ...input,
      attachments: [], replyTo: null, mentions: [ben.id], reactions: [], pinned: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), editedAt: null, deletedAt: null,
    });
    expect(await history(ben, conversationId)).toEqual([answer.body]);
  });

  it('gives 600 concurrent sends of several people the numbers 1 to 600', async () => {
    const people = [ana, ben, ...Array.from({ length: 6 }, () => service.person())];
    const conversationId = service.conversation(people);
    const answers = await Promise.all(Array.from({ length: 600 }, (_, n) => send(people[n % people.length]!, conversationId, aSend(`m${n}`))));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    const seqs = answers.map((answer) => messageOf(answer).seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
    expect((await history(ana, conversationId, { limit: 100 })).map(({ seq }) => seq)).toEqual(seqs.slice(-100));
  });

  it('stores one message when the same send arrives ten times at once', async () => {
    const conversationId = service.conversation([ana, ben]);
    const input = aSend('once');
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(ana, conversationId, input)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(new Set(answers.map((answer) => messageOf(answer).id)).size).toBe(1);
    expect(await history(ana, conversationId)).toHaveLength(1);
  });

  it('answers a repeat with the first message as it is now', async () => {
    const conversationId = service.conversation([ana, ben]);
    const input = aSend('before');
    const first = messageOf(await send(ana, conversationId, input));
    await service.call(messagesApi.edit, ana, { params: { messageId: first.id }, body: { body: 'after' } });
    const again = await send(ana, conversationId, { ...input, body: 'something else' });
    expect([again.status, again.body.id, again.body.body, again.body.seq]).toEqual([200, first.id, 'after', 1]);
  });

  it('keeps the same clientMessageId of two people, or of two conversations, apart', async () => {
    const [one, two] = [service.conversation([ana, ben]), service.conversation([ana, ben])];
    const input = aSend('mine');
    const answers = await Promise.all([send(ana, one, input), send(ben, one, input), send(ana, two, input)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  it('keeps text byte for byte', async () => {
    const conversationId = service.conversation([ana, ben]);
    const texts = ['e\u0301 é', '\u202eRTL\u202c', '  spaces\t\r\n ', '👩‍👩‍👧‍👦🏳️‍🌈', '\u0001\u001f', '\\"\'%_$1', 'ﷺ', '𝒳'.repeat(16_000), '\uFFFF\uFFFE', 'a\u200Bb\u2800'];
    for (const text of texts) {
      const sent = await send(ana, conversationId, aSend(text));
      expect([sent.status, sent.body.body === text]).toEqual([201, true]);
    }
    expect((await history(ben, conversationId)).map(({ body }) => body)).toEqual(texts);
  });

  it.each([
    ['U+0000', aSend('a\0b'), 'validation-failed'],
    ['half of a surrogate pair', aSend('a\ud800b'), 'validation-failed'],
    ['too long', aSend('x'.repeat(16_001)), 'validation-failed'],
    ['no text', aSend(''), 'empty-message'],
    ['spaces', aSend(' \n\u00A0\u3000'), 'empty-message'],
    ['zero-width characters', aSend('\u200B\u200D\uFEFF'), 'empty-message'],
    ['blank letters', aSend('\u2800\u3164\u115F\uFFA0'), 'empty-message'],
    ['no client id', { body: 'x' }, 'validation-failed'],
    ['unknown property', aSend('x', { seq: 9 }), 'validation-failed'],
    ['a reply to nothing', aSend('x', { replyTo: uuidv7() }), 'reply-not-found'],
    ['an unknown upload', aSend('', { attachments: [uuidv7()] }), 'attachment-not-ready'],
  ])('refuses %s with 400', async (_name, body, code) => {
    const conversationId = service.conversation([ana, ben]);
    const answer = await send(ana, conversationId, body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(await history(ana, conversationId)).toEqual([]);
  });

  it('refuses a reply to a message of another conversation', async () => {
    const [one, two] = [service.conversation([ana, ben]), service.conversation([ana, ben])];
    const first = messageOf(await send(ana, one, aSend('here')));
    expect((await send(ben, one, aSend('yes', { replyTo: first.id }))).status).toBe(201);
    expect((await send(ben, two, aSend('no', { replyTo: first.id }))).body.code).toBe('reply-not-found');
  });

  it('hangs finished uploads of the sender on the message, nobody else\'s', async () => {
    const conversationId = service.conversation([ana, ben]);
    const upload = { id: uuidv7(), ownerId: ana.id, fileName: 'plan.pdf', mimeType: 'application/pdf', size: 3, variants: [] };
    service.peers.uploads.set(upload.id, upload);
    const { ownerId: _owner, ...attachment } = upload;
    const answer = await send(ana, conversationId, aSend('', { attachments: [upload.id] }));
    expect([answer.status, answer.body.attachments]).toEqual([201, [attachment]]);
    expect((await send(ben, conversationId, aSend('', { attachments: [upload.id] }))).body.code).toBe('attachment-not-ready');
    const access = (userId: string) => service.internal(messagesInternalApi.uploadAccess, { uploadId: upload.id, userId }, 'uploads');
    expect((await access(ben.id)).body).toEqual({ allowed: true });
    expect((await access(uuidv7())).body).toEqual({ allowed: false });
    await service.call(messagesApi.delete, ana, { params: { messageId: messageOf(answer).id } });
    expect((await access(ben.id)).body).toEqual({ allowed: false });
  });

  it('answers 404 to strangers, and asks about them only once', async () => {
    const conversationId = service.conversation([ana, ben]);
    const stranger = service.person();
    await send(ana, conversationId, aSend('x'));
    const path = `/internal/conversations/${conversationId}/memberships`;
    for (let n = 0; n < 5; n += 1) expect((await send(stranger, conversationId, aSend('x'))).status).toBe(404);
    expect(service.peers.asked.filter((asked) => asked === path).length).toBeLessThanOrEqual(2);
    expect((await send(ana, uuidv7(), aSend('x'))).status).toBe(404);
  });
});

describe('mentions', () => {
  const table: [string, string[]][] = [
    ['_hi @N_', ['N']], ['__@N__', ['N']], ['@N/@M', ['N', 'M']], ['josé@N', []], ['(@N)', ['N']], ["@N's", ['N']], ['@N. @M!', ['N', 'M']], ['**@N**', ['N']],
    ['こんにちは@Nさん', ['N']], ['＠N', ['N']], ['`@N` @M', ['M']], ['```\n@N\n```', []], ['mail@N.test', []], ['https://x.test/@N', []], ['[@N](https://x.test)', []],
    ['\\@N', []], ['@N @N @M', ['N', 'M']], ['@nobody', []], ['@N@M', []],
    ['@here', ['all']], ['**@everyone** @here', ['all']], ['@M @here', ['M', 'all']], ['`@here`', []], ['me@here.test', []], ['@hereafter', []],
  ];

  it.each(table)('tells the same people as the browser marks: %j', async (text, expected) => {
    const [anna, max] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, anna, max]);
    const body = text.replaceAll('N', anna.username).replaceAll('M', max.username);
    const ids: Record<string, string> = { N: anna.id, M: max.id, all: conversationId };
    const sent = await send(ana, conversationId, aSend(body));
    expect(sent.body.mentions).toEqual(expected.map((name) => ids[name]));
    const edited = await service.call(messagesApi.edit, ana, { params: { messageId: String((await service.send(ana, conversationId, 'before')).id) }, body: { body } });
    expect(edited.body.mentions).toEqual(sent.body.mentions);
    const marked = mentionNames(body).map((name) => ({ [anna.username]: anna.id, [max.username]: max.id, here: conversationId, everyone: conversationId })[name]);
    expect([...new Set(marked.filter((id) => id !== undefined))]).toEqual(sent.body.mentions);
  });

  it('are not looked for in a text without names', async () => {
    const conversationId = service.conversation([ana, ben]);
    const source = service.app.app.get(DataSource);
    const [{ text }] = await source.query<[{ text: string }]>("SELECT pg_get_functiondef('mentioned_members'::regproc) AS text");
    await source.query(text.replace('BEGIN', "BEGIN RAISE 'asked';"));
    try {
      expect((await send(ana, conversationId, aSend('nobody is named'))).status).toBe(201);
      expect((await send(ana, conversationId, aSend(`@${ben.username}`))).status).not.toBe(201);
    } finally {
      await source.query(text);
    }
  });

  it('count once for everybody, until they have read it, and not for who came later', async () => {
    const [anna, late] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, anna]);
    const count = async (person: Person): Promise<number> => {
      const joinedAt = new Date().toISOString();
      const { body } = await service.internal(messagesInternalApi.summaries, { conversationId, members: [{ userId: person.id, joinedAt }] }, 'conversations');
      return (body.items as { mentionCount: number }[])[0]!.mentionCount;
    };
    const first = await service.send(ana, conversationId, `@here and @${anna.username}`);
    await service.send(ana, conversationId, 'between');
    await service.send(ana, conversationId, '@everyone');
    expect([await count(ana), await count(anna), await count(late)]).toEqual([0, 2, 0]);
    await service.call(receiptsApi.read, anna, { params: { conversationId }, body: { seq: first.seq } });
    expect(await count(anna)).toBe(1);
    await service.call(messagesApi.edit, ana, { params: { messageId: first.id }, body: { body: 'never mind' } });
    await service.send(anna, conversationId, '@here');
    expect([await count(ana), await count(anna)]).toEqual([1, 0]);
  });

  it('of everybody are for those who run it, in a group of more than a hundred', async () => {
    const others = Array.from({ length: 99 }, () => service.person());
    const admin = service.person();
    const small = service.conversation([ana, ...others]);
    const large = service.conversation([ana, admin, ...others], { roles: { [admin.id]: 'admin' } });
    const told = async (person: Person, conversationId: string) => (await service.send(person, conversationId, '@everyone')).mentions;
    expect(await told(others[0]!, small)).toEqual([small]);
    expect([await told(others[0]!, large), await told(admin, large), await told(ana, large)]).toEqual([[], [large], [large]]);
  });
});

describe('an addition', () => {
  const change = (conversationId: string, person: Person) =>
    ({ conversationId, conversationType: 'group', version: 2, userId: person.id, username: person.username, role: 'member', joinedAt: new Date().toISOString() });
  const added = (...changes: object[]): Promise<Answer> => service.internal(membershipAdditionsApi.added, { changes }, 'conversations');

  it('once answered, lets the added be mentioned', async () => {
    for (let n = 0; n < 12; n += 1) {
      const cleo = service.person();
      const conversationId = service.conversation([ana, ben]);
      await send(ana, conversationId, aSend('first'));
      expect((await added(change(conversationId, cleo))).status).toBe(204);
      expect((await send(ana, conversationId, aSend(`hi @${cleo.username}`))).body.mentions).toEqual([cleo.id]);
    }
  });

  it('makes everybody known where nobody was', async () => {
    const cleo = service.person();
    const conversationId = service.conversation([ana, ben]);
    expect((await added(change(conversationId, cleo))).status).toBe(204);
    expect((await send(cleo, conversationId, aSend('hi @ana, @ben'))).body.mentions).toEqual([ana.id, ben.id]);
  });
});

describe('a removal', () => {
  it('once answered, lets no later send of that person in', async () => {
    const cleo = service.person();
    const conversationId = service.conversation([ana, cleo]);
    await send(cleo, conversationId, aSend('first'));
    service.peers.snapshots.delete(conversationId);
    let removedAt = Infinity;
    const change = { conversationId, conversationType: 'group', version: 2, userId: cleo.id, username: cleo.username, role: 'member', joinedAt: new Date().toISOString() };
    const sends = Promise.all(Array.from({ length: 8 }, async () => {
      const late: number[] = [];
      for (let n = 0; n < 15; n += 1) {
        const begun = performance.now();
        const { status } = await send(cleo, conversationId, aSend('more'));
        if (begun > removedAt) late.push(status);
      }
      return late;
    }));
    expect((await service.internal(membershipListenerApi.removed, change, 'conversations')).status).toBe(204);
    removedAt = performance.now();
    const late = (await sends).flat();
    expect([...new Set(late)]).toEqual([404]);
  });

  it('does not make a refusal of what was stored before it', async () => {
    const cleo = service.person();
    const conversationId = service.conversation([ana, cleo]);
    const input = aSend('stored, but the answer was lost');
    const first = messageOf(await send(cleo, conversationId, input));
    service.peers.snapshots.delete(conversationId);
    const change = { conversationId, conversationType: 'group', version: 2, userId: cleo.id, username: cleo.username, role: 'member', joinedAt: new Date().toISOString() };
    expect((await service.internal(membershipListenerApi.removed, change, 'conversations')).status).toBe(204);
    const again = await send(cleo, conversationId, input);
    expect([again.status, again.body.id]).toEqual([200, first.id]);
    expect((await send(cleo, conversationId, aSend('more'))).status).toBe(404);
  });
});

describe('while the conversations service is away', () => {
  afterEach(() => {
    service.peers.down = false;
  });

  it('known members go on, and where nobody is known the send can be tried again', async () => {
    const [known, unknown] = [service.conversation([ana, ben]), service.conversation([ana, ben])];
    await send(ana, known, aSend('x'));
    service.peers.down = true;
    const [member, stranger, nobody] = await Promise.all([send(ben, known, aSend('x')), send(service.person(), known, aSend('x')), send(ana, unknown, aSend('x'))]);
    expect([member.status, stranger.status, nobody.status, nobody.body.code]).toEqual([201, 404, 503, 'unavailable']);
    service.peers.down = false;
    // The client of that service leaves a replica that failed alone for a moment.
    await eventually(async () => (await send(ana, unknown, aSend('x'))).status === 201);
  });
});

describe('a batch', () => {
  const batch = async (sends: object[]) => (await service.internal(messagesInternalApi.batch, { sends })).body.outcomes as { message?: Message; repeated?: boolean; problem?: { code: string } }[];

  it('answers every send in order, duplicates and failures among them', async () => {
    const [one, two] = [service.conversation([ana, ben]), service.conversation([ben])];
    const first = { ...aSend('first'), conversationId: one, senderId: ana.id };
    const outcomes = await batch([
      first,
      { ...aSend('second'), conversationId: one, senderId: ben.id },
      first,
      { ...aSend('not mine'), conversationId: two, senderId: ana.id },
      { ...aSend(''), conversationId: one, senderId: ana.id },
      { ...aSend('other'), conversationId: two, senderId: ben.id },
    ]);
    expect(outcomes.map(({ message, repeated, problem }) => problem?.code ?? [message?.body, message?.seq, repeated])).toEqual([
      ['first', 1, false], ['second', 2, false], ['first', 1, true], 'not-found', 'empty-message', ['other', 1, false],
    ]);
    expect((await batch([first]))[0]).toEqual({ message: outcomes[0]?.message, repeated: true });
  });

  it('is taken from services only', async () => {
    const body = { sends: [{ ...aSend('x'), conversationId: uuidv7(), senderId: ana.id }] };
    expect((await service.call(messagesInternalApi.batch, ana, { body })).status).toBe(401);
  });

  it('does not deadlock with batches that name the same conversations in another order', async () => {
    const conversations = Array.from({ length: 8 }, () => service.conversation([ana, ben]));
    const sendsIn = (order: string[]) => order.map((conversationId) => ({ ...aSend('x'), conversationId, senderId: ana.id }));
    await batch(sendsIn(conversations));
    const batches = Array.from({ length: 40 }, (_, n) => batch(sendsIn(n % 2 ? conversations : [...conversations].reverse())));
    const outcomes = (await Promise.all(batches)).flat();
    expect(outcomes.filter(({ message }) => message)).toHaveLength(320);
    for (const conversationId of conversations) expect((await history(ana, conversationId, { limit: 100 })).map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, n) => n + 1));
  });
});
