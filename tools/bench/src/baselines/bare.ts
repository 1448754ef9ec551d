import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/** What a client sends; nothing is checked and nothing is kept. */
interface Send {
  conversationId: string;
  clientMessageId: string;
  body: string;
}

/** Baseline B: Socket.IO that passes messages on and forgets them. No database, no Redis, no token. */
const http = createServer();
const io = new Server(http, { serveClient: false });

io.on('connection', (socket) => {
  const { userId, conversationIds } = socket.handshake.auth as { userId: string; conversationIds: string[] };
  void socket.join(conversationIds);
  socket.on('message:send', ({ conversationId, clientMessageId, body }: Send, acknowledge: (answer: object) => void) => {
    const message = { id: randomUUID(), conversationId, senderId: userId, clientMessageId, body, createdAt: new Date().toISOString() };
    io.to(conversationId).emit('message:new', message);
    acknowledge({ ok: true, data: message });
  });
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
