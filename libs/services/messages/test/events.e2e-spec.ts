import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import {
  conversationCreated,
  conversationDeleted,
  memberAdded,
  type MemberChange,
  memberRemoved,
  type MemberRole,
  memberRoleChanged,
} from '@hallway/contracts-conversations';
import type { EventDefinition } from '@hallway/contracts-core';
import { type Message, messagesApi, messagesInternalApi, receiptsApi } from '@hallway/contracts-messages';
import { uploadCompleted, uploadDeleted } from '@hallway/contracts-uploads';
import { Outbox } from '@hallway/event-bus';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';
import { eventually } from '@hallway/testing';

import { type Answer, aSend, MessagesApp, type TestUser } from './messages-app';

@Module({})
class NothingModule {}

let service: MessagesApp;
let publishers: Record<string, ServiceApp>;

beforeAll(async () => {
  service = await MessagesApp.start('auth', 'conversations', 'uploads');
  const startPublisher = (name: string) =>
    createServiceApp(
      { name, module: NothingModule, config: ServiceConfig, database: { schema: name, entities: [], migrations: [] } },
      service.settingsFor(name),
    );
  publishers = { auth: await startPublisher('auth'), conversations: await startPublisher('conversations'), uploads: await startPublisher('uploads') };
});
afterAll(async () => {
  for (const startPublisher of Object.values(publishers ?? {})) await startPublisher.close();
  await service.stop();
});

/** Publishes as the service that owns the domain would. */
async function publish<Payload extends object>(definition: EventDefinition<Payload>, payload: NoInfer<Payload>): Promise<void> {
  const { app } = publishers[definition.domain]!;
  await app.get(Transactions).run(async (tx) => app.get(Outbox).add(tx, definition, payload));
}

const change = (conversationId: string, { id, username }: TestUser, version: number, role: MemberRole = 'member'): MemberChange => ({
  conversationId,
  conversationType: 'group',
  version,
  userId: id,
  username,
  role,
  joinedAt: new Date().toISOString(),
});
const send = (person: TestUser, conversationId: string, body = 'x', more: object = {}): Promise<Answer> =>
  service.call(messagesApi.send, person, { params: { conversationId }, body: aSend(body, more) });
const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status;

/** A conversation that this service has heard of, while its owner cannot be asked. */
async function knownConversation(people: TestUser[]): Promise<string> {
  const conversationId = service.conversation(people);
  const membership = service.peers.snapshots.get(conversationId)!;
  service.peers.snapshots.delete(conversationId);
  await publish(conversationCreated, { conversationId, type: 'group', createdAt: new Date().toISOString(), createdBy: people[0]!.id, membership });
  await eventually(async () => (await status(service.call(messagesApi.window, people[0]!, { params: { conversationId } }))) === 200);
  return conversationId;
}

describe('memberships', () => {
  it('follow what the conversations service publishes, without asking it', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await knownConversation([ana]);
    expect(await status(send(ben, conversationId))).toBe(404);
    await publish(memberAdded, change(conversationId, ben, 2));
    await eventually(async () => (await status(send(ben, conversationId))) === 201);
    const { id: messageId } = (await send(ana, conversationId)).body;
    const remove = () => service.call(messagesApi.delete, ben, { params: { messageId: String(messageId) } });
    expect(await status(remove())).toBe(403);
    await publish(memberRoleChanged, change(conversationId, ben, 3, 'admin'));
    await eventually(async () => (await status(remove())) === 204);
    await publish(memberRemoved, change(conversationId, ben, 4));
    await eventually(async () => (await status(send(ben, conversationId))) === 404);
  });

  it('never go back: an older event after a newer one changes nothing', async () => {
    const [ana, ben, cleo] = [service.person(), service.person(), service.person()];
    const conversationId = await knownConversation([ana, ben]);
    await publish(memberRemoved, change(conversationId, ben, 5));
    await publish(memberAdded, change(conversationId, ben, 4));
    await publish(memberAdded, change(conversationId, cleo, 3));
    await eventually(async () => (await status(send(cleo, conversationId))) === 201);
    expect(await status(send(ben, conversationId))).toBe(404);
  });

  it('let a member who joins late begin with nothing unread', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await knownConversation([ana]);
    const first = (await send(ana, conversationId)).body as unknown as Message;
    await eventually(() => Date.now() > Date.parse(first.createdAt));
    await publish(memberAdded, change(conversationId, ben, 2));
    const read = () => service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 0 } });
    await eventually(async () => (await read()).status === 200);
    await send(ana, conversationId);
    expect((await read()).body).toEqual({ readSeq: 1, unread: 1 });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 2 } });
    expect((await service.call(receiptsApi.ofMessage, ana, { params: { messageId: first.id } })).body).toEqual({ read: [], delivered: [] });
  });
});

describe('a deleted conversation', () => {
  it('is gone at once, and its rows soon after', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await knownConversation([ana, ben]);
    const { id } = (await send(ana, conversationId)).body;
    await publish(conversationDeleted, { conversationId, version: 2 });
    await eventually(async () => (await status(send(ana, conversationId))) === 404);
    expect(await status(service.call(receiptsApi.ofMessage, ben, { params: { messageId: String(id) } }))).toBe(404);
    const database = service.app.app.get(DataSource);
    await eventually(async () => {
      const rows = await database.query<object[]>(
        'SELECT FROM messages WHERE conversation_id = $1 UNION ALL SELECT FROM conversation_heads WHERE conversation_id = $1',
        [conversationId],
      );
      return rows.length === 0;
    });
    await publish(memberAdded, change(conversationId, ben, 1));
    expect(await status(send(ben, conversationId))).toBe(404);
  });
});

describe('uploads', () => {
  it('can be attached as soon as they are finished, and not once they are deleted', async () => {
    const ana = service.person();
    const conversationId = await knownConversation([ana]);
    const upload = { id: uuidv7(), ownerId: ana.id, fileName: 'a.png', mimeType: 'image/png', size: 1, width: 2, height: 3, variants: [] };
    await publish(uploadCompleted, upload);
    await eventually(async () => (await status(send(ana, conversationId, '', { attachments: [upload.id] }))) === 201);
    expect((await service.internal(messagesInternalApi.uploadAccess, { uploadId: upload.id, userId: ana.id }, 'uploads')).body).toEqual({ allowed: true });
    await publish(uploadDeleted, { uploadId: upload.id, ownerId: ana.id });
    await eventually(async () => (await status(send(ana, conversationId, '', { attachments: [upload.id] }))) === 400);
  });
});

describe('what this service tells', () => {
  it('is one event a commit and conversation, in the order of revs', async () => {
    const [ana, ben] = [service.person(), service.person()];
    const conversationId = await knownConversation([ana, ben]);
    const sends = ['a', 'b', 'c'].map((body) => ({ ...aSend(body), conversationId, senderId: ana.id }));
    await service.internal(messagesInternalApi.batch, { sends });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 2 } });
    await service.call(receiptsApi.read, ben, { params: { conversationId }, body: { seq: 1 } });
    const rows = await service.app.app
      .get(DataSource)
      .query<{ type: string; payload: { events?: object[]; read?: object[] } }[]>('SELECT type, payload FROM outbox WHERE subject = $1 ORDER BY pub_seq', [
        conversationId,
      ]);
    expect(rows).toEqual([
      {
        type: 'messages.messages-changed.v1',
        payload: {
          conversationId,
          events: ['a', 'b', 'c'].map((body, n) => ({ rev: n + 1, kind: 'created', message: expect.objectContaining({ body, rev: n + 1, seq: n + 1 }) })),
        },
      },
      { type: 'messages.receipts-advanced.v1', payload: { conversationId, read: [{ userId: ben.id, seq: 2, at: expect.any(String) }] } },
    ]);
  });
});
