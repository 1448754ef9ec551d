import { Module } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import { userDeactivated } from '@hallway/contracts-auth';
import { conversationCreated, conversationDeleted, memberAdded, memberRemoved, memberRoleChanged, type MembershipChange, type MemberRole } from '@hallway/contracts-conversations';
import type { EventDefinition } from '@hallway/contracts-core';
import { messagesApi, messagesInternalApi, type Message, receiptsApi } from '@hallway/contracts-messages';
import { uploadCompleted, uploadDeleted } from '@hallway/contracts-uploads';
import { createServiceApp, type ServiceApp } from '@hallway/service-kit/boot';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';
import { Outbox } from '@hallway/service-kit/events';
import { eventually } from '@hallway/testing';
import { DataSource } from 'typeorm';

import { aSend, type Answer, MessagesApp, type Person } from './messages-app';

@Module({})
class NothingModule {}

let service: MessagesApp;
let tellers: Record<string, ServiceApp>;

beforeAll(async () => {
  service = await MessagesApp.start('auth', 'conversations', 'uploads');
  const teller = (name: string) =>
    createServiceApp({ name, module: NothingModule, config: ServiceConfig, database: { schema: name, entities: [], migrations: [] } }, service.settingsFor(name));
  tellers = { auth: await teller('auth'), conversations: await teller('conversations'), uploads: await teller('uploads') };
});
afterAll(async () => {
  for (const teller of Object.values(tellers ?? {})) await teller.close();
  await service.stop();
});

/** Says it as the service that owns the domain would. */
async function tell<Payload extends object>(definition: EventDefinition<Payload>, payload: NoInfer<Payload>): Promise<void> {
  const { app } = tellers[definition.domain]!;
  await app.get(Transactions).run(async (tx) => app.get(Outbox).add(tx, definition, payload));
}

const change = (conversationId: string, { id, username }: Person, version: number, role: MemberRole = 'member'): MembershipChange => ({
  conversationId, conversationType: 'group', version, userId: id, username, role, joinedAt: new Date().toISOString(),
});
const send = (person: Person, conversationId: string, body = 'x', more: object = {}): Promise<Answer> =>
  service.call(messagesApi.send, person, { params: { conversationId }, body: aSend(body, more) });
const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status;

/** A conversation that this service has heard of, while its owner cannot be asked. */
async function told(people: Person[]): Promise<string> {
  const conversationId = service.conversation(people);
  const membership = service.peers.snapshots.get(conversationId)!;
  service.peers.snapshots.delete(conversationId);
  await tell(conversationCreated, { conversationId, type: 'group', createdAt: new Date().toISOString(), createdBy: people[0]!.id, membership });
  await eventually(async () => (await status(service.call(messagesApi.window, people[0]!, { params: { conversationId } }))) === 200);
  return conversationId;
}

describe('memberships', () => {
  it('follow what the conversations service tells, without asking it', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await told([ana]);
    expect(await status(send(ben, conversationId))).toBe(404);
    await tell(memberAdded, change(conversationId, ben, 2));
    await eventually(async () => (await status(send(ben, conversationId))) === 201);
    const { id: messageId } = (await send(ana, conversationId)).body;
    const remove = () => service.call(messagesApi.delete, ben, { params: { messageId: String(messageId) } });
    expect(await status(remove())).toBe(403);
    await tell(memberRoleChanged, change(conversationId, ben, 3, 'admin'));
    await eventually(async () => (await status(remove())) === 204);
    await tell(memberRemoved, change(conversationId, ben, 4));
    await eventually(async () => (await status(send(ben, conversationId))) === 404);
  });

  it('never go back: an older event after a newer one changes nothing', async () => {
    const [ana, ben, cleo] = [service.person(), service.person(), service.person()];
    const conversationId = await told([ana, ben]);
    await tell(memberRemoved, change(conversationId, ben, 5));
    await tell(memberAdded, change(conversationId, ben, 4));
    await tell(memberAdded, change(conversationId, cleo, 3));
    await eventually(async () => (await status(send(cleo, conversationId))) === 201);
    expect(await status(send(ben, conversationId))).toBe(404);
  });

  it('let somebody who joins late begin with nothing unread', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await told([ana]);
    const first = (await send(ana, conversationId)).body as unknown as Message;
    await eventually(() => Date.now() > Date.parse(first.createdAt));
    await tell(memberAdded, change(conversationId, ben, 2));
    const read = () => service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 0 } });
    await eventually(async () => (await read()).status === 200);
    await send(ana, conversationId);
    expect((await read()).body).toEqual({ readSeq: 1, unread: 1 });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 2 } });
    expect((await service.call(receiptsApi.ofMessage, ana, { params: { messageId: first.id } })).body).toEqual({ read: [], delivered: [] });
  });

  it('of a deactivated person end everywhere', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await told([ana, ben]);
    await tell(userDeactivated, { userId: ben.id });
    await eventually(async () => (await status(send(ben, conversationId))) === 404);
    expect(await status(send(ana, conversationId))).toBe(201);
  });
});

describe('a deleted conversation', () => {
  it('is gone at once, and its rows soon after', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await told([ana, ben]);
    const { id } = (await send(ana, conversationId)).body;
    await tell(conversationDeleted, { conversationId, version: 2 });
    await eventually(async () => (await status(send(ana, conversationId))) === 404);
    expect(await status(service.call(receiptsApi.ofMessage, ben, { params: { messageId: String(id) } }))).toBe(404);
    const database = service.app.app.get(DataSource);
    await eventually(async () => {
      const rows = await database.query<object[]>('SELECT FROM messages WHERE conversation_id = $1 UNION ALL SELECT FROM conversation_heads WHERE conversation_id = $1', [conversationId]);
      return rows.length === 0;
    });
    await tell(memberAdded, change(conversationId, ben, 1));
    expect(await status(send(ben, conversationId))).toBe(404);
  });
});

describe('uploads', () => {
  it('can be attached as soon as they are finished, and not once they are deleted', async () => {
    const ana = service.person();
    const conversationId = await told([ana]);
    const upload = { id: uuidv7(), ownerId: ana.id, fileName: 'a.png', mimeType: 'image/png', size: 1, width: 2, height: 3, variants: [] };
    await tell(uploadCompleted, upload);
    await eventually(async () => (await status(send(ana, conversationId, '', { attachments: [upload.id] }))) === 201);
    expect((await service.internal(messagesInternalApi.uploadAccess, { uploadId: upload.id, userId: ana.id }, 'uploads')).body).toEqual({ allowed: true });
    await tell(uploadDeleted, { uploadId: upload.id, ownerId: ana.id });
    await eventually(async () => (await status(send(ana, conversationId, '', { attachments: [upload.id] }))) === 400);
  });
});

describe('what this service tells', () => {
  it('is one event a commit and conversation, in the order of revs', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await told([ana, ben]);
    const sends = ['a', 'b', 'c'].map((body) => ({ ...aSend(body), conversationId, senderId: ana.id }));
    await service.internal(messagesInternalApi.batch, { sends });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 2 } });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 1 } });
    const rows = await service.app.app.get(DataSource).query<{ type: string; payload: { events?: object[]; read?: object[] } }[]>(
      'SELECT type, payload FROM outbox WHERE subject = $1 ORDER BY pub_seq', [conversationId]);
    expect(rows).toEqual([
      { type: 'messages.messages-changed.v1', payload: { conversationId, events: ['a', 'b', 'c'].map((body, n) => ({ rev: n + 1, kind: 'created', message: expect.objectContaining({ body, rev: n + 1, seq: n + 1 }) })) } },
      { type: 'messages.receipts-advanced.v1', payload: { conversationId, read: [{ userId: ben.id, seq: 2, at: expect.any(String) }] } },
    ]);
  });
});
