import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { closeAll, signIn } from './people';
import { ReferenceServer } from './reference-server';
it('x', async () => {
  const server = await ReferenceServer.start();
  const room = server.room(server.sessions.user('ana'), server.sessions.user('bo'));
  const bo = await signIn(server, 'bo');
  await bo.timeline(room).open();
  process.stderr.write(JSON.stringify(bo.timeline(room).getSnapshot()) + '\n');
  bo.on('messages:changed', (e) => process.stderr.write(JSON.stringify(e) + '\n'));
  server.send(room, { senderId: server.sessions.user('ana').id, clientMessageId: randomUUID(), body: 'hi' });
  await delay(300);
  process.stderr.write(JSON.stringify(bo.timeline(room).getSnapshot()) + '\n');
  process.stderr.write(JSON.stringify(server.calls) + '\n');
  closeAll(); await server.stop();
});
