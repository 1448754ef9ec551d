import { messagesListenerApi } from '@hallway/contracts-conversations';
import { messagesApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

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

/** What conversations says of a user who joined or left. */
const changeOf = (conversationId: string, person: TestUser) => ({
  conversationId,
  conversationType: 'group',
  version: 2,
  userId: person.id,
  username: person.username,
  role: 'member',
  joinedAt: new Date().toISOString(),
});

describe('an addition', () => {
  const added = (...changes: object[]): Promise<Answer> => service.internal(messagesListenerApi.membersAdded, { changes }, 'conversations');

  it('once answered, lets the added be mentioned', async () => {
    for (let n = 0; n < 12; n += 1) {
      const cleo = service.person();
      const conversationId = service.conversation([ana, ben]);
      await send(ana, conversationId, aSend('first'));
      expect((await added(changeOf(conversationId, cleo))).status).toBe(204);
      expect((await send(ana, conversationId, aSend(`hi @${cleo.username}`))).body.mentions).toEqual([cleo.id]);
    }
  });

  it('makes all members known where none was', async () => {
    const cleo = service.person();
    const conversationId = service.conversation([ana, ben]);
    expect((await added(changeOf(conversationId, cleo))).status).toBe(204);
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
    const change = changeOf(conversationId, cleo);
    const sends = Promise.all(
      Array.from({ length: 8 }, async () => {
        const late: number[] = [];
        for (let n = 0; n < 15; n += 1) {
          const begun = performance.now();
          const { status } = await send(cleo, conversationId, aSend('more'));
          if (begun > removedAt) late.push(status);
        }
        return late;
      }),
    );
    expect((await service.internal(messagesListenerApi.memberRemoved, change, 'conversations')).status).toBe(204);
    removedAt = performance.now();
    const late = (await sends).flat();
    expect([...new Set(late)]).toEqual([404]);
  });

  it('does not make a refusal of what was stored before it', async () => {
    const cleo = service.person();
    const conversationId = service.conversation([ana, cleo]);
    const input = aSend('stored, but the answer was lost');
    const first = (await send(cleo, conversationId, input)).body;
    service.peers.snapshots.delete(conversationId);
    const change = changeOf(conversationId, cleo);
    expect((await service.internal(messagesListenerApi.memberRemoved, change, 'conversations')).status).toBe(204);
    const again = await send(cleo, conversationId, input);
    expect([again.status, again.body.id]).toEqual([200, first.id]);
    expect((await send(cleo, conversationId, aSend('more'))).status).toBe(404);
  });
});

describe('while the conversations service is away', () => {
  afterEach(() => {
    service.peers.down = false;
  });

  it('known members go on, and where none is known the send can be retried', async () => {
    const [known, unknown] = [service.conversation([ana, ben]), service.conversation([ana, ben])];
    await send(ana, known, aSend('x'));
    service.peers.down = true;
    const [member, stranger, noUser] = await Promise.all([
      send(ben, known, aSend('x')),
      send(service.person(), known, aSend('x')),
      send(ana, unknown, aSend('x')),
    ]);
    expect([member.status, stranger.status, noUser.status, noUser.body.code]).toEqual([201, 404, 503, 'unavailable']);
    service.peers.down = false;
    // The client of that service leaves a replica that failed alone for a moment.
    await eventually(async () => (await send(ana, unknown, aSend('x'))).status === 201);
  });
});
