import type { Endpoint } from '@hallway/contracts-core';
import * as contracts from '@hallway/contracts-messages';
import { messagesApi, pinsApi } from '@hallway/contracts-messages';
import { Logger } from '@hallway/service-kit/log';
import { changingRoutes } from '@hallway/testing';

import { MessagesApp, type TestUser } from './messages-app';

/** Why a route that changes something has no audit line. */
const without: Record<string, string> = {
  'POST /conversations/:conversationId/messages': 'the message itself says who sent it and when, and stays',
  'PATCH /messages/:messageId': 'only of what oneself has sent, and the message says when',
  'POST /sync': 'changes nothing; a body holds more than a query',
  'PUT /messages/:messageId/reactions/:emoji': 'the reaction itself says whose it is',
  'DELETE /messages/:messageId/reactions/:emoji': 'only of a reaction of oneself',
  'PUT /conversations/:conversationId/read': 'how far one has read, of oneself and often',
  'PUT /conversations/:conversationId/delivered': 'how far one has received, of oneself and often',
};

describe('audit lines', () => {
  let service: MessagesApp;
  let owner: TestUser;
  let writer: TestUser;
  let conversationId: string;
  let messageId: string;
  const written = jest.spyOn(Logger.prototype, 'audit');
  beforeAll(async () => {
    service = await MessagesApp.start();
    [owner, writer] = [service.person('owner'), service.person('writer')];
    conversationId = service.conversation([owner, writer]);
  });
  afterAll(async () => {
    written.mockRestore();
    await service?.stop();
  });
  beforeEach(async () => {
    messageId = (await service.send(writer, conversationId, 'typed text')).id;
    written.mockClear();
  });

  const audited = (): Record<string, unknown>[] => written.mock.calls.map(([action, fields]) => ({ action, ...fields }));
  const as = (person: TestUser, endpoint: Endpoint) => service.call(endpoint, person, { params: { messageId } });
  const pinned = () => as(owner, pinsApi.add);

  /** What each route that changes something records; a new route without a row fails. */
  const recorded: Record<string, { call: () => Promise<unknown>; actions: string[] }> = {
    'PUT /messages/:messageId/pin': { call: pinned, actions: ['message-pinned'] },
    'DELETE /messages/:messageId/pin': { call: () => pinned().then(() => as(owner, pinsApi.remove)), actions: ['message-pinned', 'message-unpinned'] },
    'DELETE /messages/:messageId': { call: () => as(owner, messagesApi.delete), actions: ['message-deleted'] },
  };

  it('are there for every route that changes something, or it is said why not', () => {
    expect([...Object.keys(recorded), ...Object.keys(without)].sort()).toEqual(changingRoutes('messages', contracts).sort());
  });

  it.each(Object.keys(recorded))('of %s say of which message, and whose it was', async (route) => {
    const { call, actions } = recorded[route]!;
    await call();
    expect(audited()).toEqual(actions.map((action) => ({ action, outcome: 'success', messageId, conversationId, senderId: writer.id })));
  });

  it('tell of an own message that is deleted, once', async () => {
    for (let i = 0; i < 2; i++) expect((await as(writer, messagesApi.delete)).status).toBe(204);
    expect(audited()).toEqual([{ action: 'message-deleted', outcome: 'success', messageId, conversationId, senderId: writer.id }]);
  });

  it('tell of a deletion that was refused', async () => {
    messageId = (await service.send(owner, conversationId, 'typed text')).id;
    expect((await as(writer, messagesApi.delete)).status).toBe(403);
    expect(audited()).toEqual([{ action: 'access', outcome: 'refused', problem: 'forbidden' }]);
  });

  it('say nothing of sends', async () => {
    await service.send(writer, conversationId, 'typed text');
    expect(audited()).toEqual([]);
  });
});
