import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server, type Socket } from 'socket.io';

/**
 * Baseline A, the textbook monolith: Express, Socket.IO with the Redis adapter, and one INSERT a message. Written as one
 * would write it with care: a pool, prepared statements, a token, rooms, a check of what comes in, retries that store once.
 * Ids and order come from the database.
 */
const { DATABASE_URL, REDIS_URL, TOKEN_SECRET = '' } = process.env;
const poolSize = 20;
const bodyLimit = 8_000;

const database = new pg.Pool({ connectionString: DATABASE_URL, max: poolSize });

const schema = `
CREATE TABLE IF NOT EXISTS members (conversation_id uuid NOT NULL, user_id uuid NOT NULL, PRIMARY KEY (user_id, conversation_id));
CREATE TABLE IF NOT EXISTS messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id uuid NOT NULL,
  sender_id uuid NOT NULL,
  client_message_id uuid NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (sender_id, client_message_id)
);
CREATE INDEX IF NOT EXISTS messages_conversation ON messages (conversation_id, id);`;

const insert = {
  name: 'insert-message',
  text: `INSERT INTO messages (conversation_id, sender_id, client_message_id, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (sender_id, client_message_id) DO NOTHING RETURNING id, created_at`,
};
const first = {
  name: 'first-message',
  text: 'SELECT id, created_at FROM messages WHERE sender_id = $1 AND client_message_id = $2',
};

interface Send {
  conversationId: string;
  clientMessageId: string;
  body: string;
}

type Acknowledge = (answer: { ok: true; data: object } | { ok: false; error: string }) => void;

function userOf(token: unknown): string | undefined {
  const [userId = '', signature = ''] = String(token).split('.');
  const expected = createHmac('sha256', TOKEN_SECRET).update(userId).digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? userId : undefined;
}

function isSend(payload: unknown): payload is Send {
  if (typeof payload !== 'object' || payload === null) return false;
  const { conversationId, clientMessageId, body } = payload as Record<string, unknown>;
  return typeof conversationId === 'string' && typeof clientMessageId === 'string' && typeof body === 'string' && body.length > 0 && body.length <= bodyLimit;
}

async function store(userId: string, { conversationId, clientMessageId, body }: Send): Promise<{ message: object; isNew: boolean }> {
  const inserted = await database.query<{ id: string; created_at: Date }>({ ...insert, values: [conversationId, userId, clientMessageId, body] });
  const { rows } = inserted.rows[0] ? inserted : await database.query<{ id: string; created_at: Date }>({ ...first, values: [userId, clientMessageId] });
  const [row] = rows;
  const message = { id: row?.id, conversationId, senderId: userId, clientMessageId, body, createdAt: row?.created_at };
  return { message, isNew: inserted.rows.length > 0 };
}

function serve(io: Server, socket: Socket): void {
  const { userId } = socket.data as { userId: string };
  socket.on('message:send', (payload: unknown, acknowledge: Acknowledge) => {
    if (!isSend(payload)) return acknowledge({ ok: false, error: 'invalid' });
    if (!socket.rooms.has(payload.conversationId)) return acknowledge({ ok: false, error: 'not-found' });
    store(userId, payload).then(
      ({ message, isNew }) => {
        if (isNew) io.to(payload.conversationId).emit('message:new', message);
        acknowledge({ ok: true, data: message });
      },
      () => acknowledge({ ok: false, error: 'unavailable' }),
    );
  });
}

async function admit(socket: Socket): Promise<void> {
  const userId = userOf((socket.handshake.auth as { token?: unknown }).token);
  if (!userId) throw new Error('unauthenticated');
  const { rows } = await database.query<{ conversation_id: string }>('SELECT conversation_id FROM members WHERE user_id = $1', [userId]);
  socket.data = { userId };
  await socket.join(rows.map(({ conversation_id }) => conversation_id));
}

async function start(): Promise<void> {
  await database.query(schema);
  const app = express();
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  const http = createServer(app);
  const publisher = new Redis(REDIS_URL ?? '');
  const io = new Server(http, { serveClient: false, adapter: createAdapter(publisher, publisher.duplicate()) });
  io.use((socket, next) => void admit(socket).then(() => next(), next));
  io.on('connection', (socket) => serve(io, socket));
  http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
}

await start();
process.on('disconnect', () => process.exit(0));
