import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { type Message, messagesApi, messagesInternalApi, receiptsApi } from '@hallway/contracts-messages';
import { mentionNames } from '@hallway/markup';

import { type Answer, aSend, MessagesApp, type TestUser } from './messages-app';

let service: MessagesApp;
let ana: TestUser;
let ben: TestUser;

beforeAll(async () => {
  service = await MessagesApp.start();
  ana = service.person('ana');
  ben = service.person('ben');
});
afterAll(() => service.stop());

const send = (person: TestUser, conversationId: string, body: object): Promise<Answer> =>
  service.call(messagesApi.send, person, { params: { conversationId }, body });
const messageOf = (answer: Answer): Message => answer.body as unknown as Message;
const history = async (person: TestUser, conversationId: string, query = {}): Promise<Message[]> =>
  (await service.call(messagesApi.window, person, { params: { conversationId }, query })).body.items as Message[];

describe('sending', () => {
  it('stores a message and answers it with its place', async () => {
    const conversationId = service.conversation([ana, ben]);
    const input = aSend('Hello @ben and @nobody');
    const answer = await send(ana, conversationId, input);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      conversationId,
      seq: 1,
      rev: 1,
      senderId: ana.id,
      ...input,
      attachments: [],
      replyTo: null,
      mentions: [ben.id],
      reactions: [],
      pinned: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      editedAt: null,
      deletedAt: null,
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
    const texts = [
      'e\u0301 é',
      '\u202eRTL\u202c',
      '  spaces\t\r\n ',
      '👩‍👩‍👧‍👦🏳️‍🌈',
      '\u0001\u001f',
      '\\"\'%_$1',
      'ﷺ',
      '𝒳'.repeat(16_000),
      '\uFFFF\uFFFE',
      'a\u200Bb\u2800',
    ];
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

  it('attaches finished uploads of the sender to the message, and of no one else', async () => {
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
    ['_hi @N_', ['N']],
    ['__@N__', ['N']],
    ['@N/@M', ['N', 'M']],
    ['josé@N', []],
    ['(@N)', ['N']],
    ["@N's", ['N']],
    ['@N. @M!', ['N', 'M']],
    ['**@N**', ['N']],
    ['こんにちは@Nさん', ['N']],
    ['＠N', ['N']],
    ['`@N` @M', ['M']],
    ['```\n@N\n```', []],
    ['mail@N.test', []],
    ['https://x.test/@N', []],
    ['[@N](https://x.test)', []],
    ['\\@N', []],
    ['@N @N @M', ['N', 'M']],
    ['@nobody', []],
    ['@N@M', []],
    ['@here', ['all']],
    ['**@everyone** @here', ['all']],
    ['@M @here', ['M', 'all']],
    ['`@here`', []],
    ['me@here.test', []],
    ['@hereafter', []],
  ];

  it.each(table)('tells the same people as the browser marks: %j', async (text, expected) => {
    const [anna, max] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, anna, max]);
    const body = text.replaceAll('N', anna.username).replaceAll('M', max.username);
    const ids: Record<string, string> = { N: anna.id, M: max.id, all: conversationId };
    const sent = await send(ana, conversationId, aSend(body));
    expect(sent.body.mentions).toEqual(expected.map((name) => ids[name]));
    const edited = await service.call(messagesApi.edit, ana, {
      params: { messageId: String((await service.send(ana, conversationId, 'before')).id) },
      body: { body },
    });
    expect(edited.body.mentions).toEqual(sent.body.mentions);
    const marked = mentionNames(body).map(
      (name) => ({ [anna.username]: anna.id, [max.username]: max.id, here: conversationId, everyone: conversationId })[name],
    );
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

  it('count once for everyone, until they have read it, and not for who came later', async () => {
    const [anna, late] = [service.person(), service.person()];
    const conversationId = service.conversation([ana, anna]);
    const count = async (person: TestUser): Promise<number> => {
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

  it('of everyone are for those who run it, in a group of more than a hundred', async () => {
    const others = Array.from({ length: 99 }, () => service.person());
    const admin = service.person();
    const small = service.conversation([ana, ...others]);
    const large = service.conversation([ana, admin, ...others], { roles: { [admin.id]: 'admin' } });
    const mentioned = async (person: TestUser, conversationId: string) => (await service.send(person, conversationId, '@everyone')).mentions;
    expect(await mentioned(others[0]!, small)).toEqual([small]);
    expect([await mentioned(others[0]!, large), await mentioned(admin, large), await mentioned(ana, large)]).toEqual([[], [large], [large]]);
  });
});
