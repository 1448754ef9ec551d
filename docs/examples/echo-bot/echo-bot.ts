import { createClient, type FollowedMessage, HallwayProblem } from '@hallway/client';

const { HALLWAY_URL = 'http://localhost:3000', BOT_LOGIN = 'echo-bot', BOT_PASSWORD = '' } = process.env;
const command = '!echo ';

const client = createClient({ url: HALLWAY_URL, auth: { transport: 'body' } });
const me = await client.session.login({ login: BOT_LOGIN, password: BOT_PASSWORD });
console.log(`${me.username} listens at ${HALLWAY_URL}`);

// Every new message of every conversation, once and in order, over disconnects and restarts of the server.
const following = client.follow(answer, { onError: (error) => console.error(error instanceof HallwayProblem ? error.code : error) });

async function answer({ kind, message }: FollowedMessage): Promise<void> {
  const { conversationId, senderId, body, id, seq } = message;
  if (kind !== 'created' || senderId === me.id || !body?.startsWith(command)) return;
  // Kept and tried again until the server has it; a repeat is stored once.
  await client.outbox.enqueue({ conversationId, body: body.slice(command.length), replyTo: id });
  client.markRead(conversationId, seq);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    following.stop();
    client.close();
  });
}
