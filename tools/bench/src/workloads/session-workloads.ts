import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

import { authApi, type AuthResult, type Session, usersApi } from '@hallway/contracts-auth';

import { quantile } from '../measure/samples';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import type { HallwaySystem } from '../systems/hallway-system';

const giveUpMs = 30_000;

async function connect(url: string, token: string): Promise<Socket> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
  await nextEvent(socket, 'connect');
  return socket;
}

function nextEvent(socket: Socket, event: string): Promise<unknown[]> {
  return once(socket as unknown as NodeJS.EventEmitter, event, { signal: AbortSignal.timeout(giveUpMs) });
}

async function since(started: number, what: Promise<unknown>): Promise<number> {
  await what;
  return performance.now() - started;
}

/** Watches people; returns once none of them is online from an earlier workload. */
async function watch(eye: Socket, userIds: string[]): Promise<void> {
  const end = Date.now() + giveUpMs;
  for (;;) {
    const { data } = (await eye.emitWithAck('presence:watch', { userIds })) as { data: { status: string }[] };
    if (data.every(({ status }) => status === 'offline')) return;
    if (Date.now() > end) throw new Error('A user stays online without a connection');
    await delay(250);
  }
}

/** How soon those who watch a user see them come and go. */
export async function presenceWorkload(hallway: HallwaySystem, { quick }: BenchOptions): Promise<Figure[]> {
  const [watcher, ...others] = hallway.people.slice(0, quick ? 6 : 31);
  if (!watcher) throw new Error('There is no user to watch');
  const eye = await connect(hallway.stack.url, watcher.token);
  const [came, went]: [number[], number[]] = [[], []];
  try {
    await watch(
      eye,
      others.map(({ id }) => id),
    );
    await Promise.all(
      others.map(async ({ id, token }) => {
        const presenceEvent = (event: string) =>
          new Promise<void>((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`${event} was not told`)), giveUpMs);
            eye.on(event, ({ userId }: { userId: string }) => {
              if (userId !== id) return;
              clearTimeout(timer);
              resolve();
            });
          });
        const online = presenceEvent('user:online');
        const started = performance.now();
        const socket = await connect(hallway.stack.url, token);
        came.push(await since(started, online));
        const offline = presenceEvent('user:offline');
        const left = performance.now();
        socket.disconnect();
        went.push(await since(left, offline));
      }),
    );
  } finally {
    eye.disconnect();
  }
  return [
    { workload: 'presence', name: `${others.length} people come: seen online, slowest`, value: Math.max(...came) / 1_000, unit: 's', goal: { bound: 2 } },
    { workload: 'presence', name: `${others.length} people go: seen offline, slowest`, value: Math.max(...went) / 1_000, unit: 's', goal: { bound: 12 } },
  ];
}

/** Ms from the call that ends a session until its socket is closed, and until its token is refused. */
async function revoke(hallway: HallwaySystem, at: number): Promise<{ socket: number; refused: number }> {
  const { username, password, token } = hallway.people[at]!;
  const { accessToken } = await hallway.api.call<AuthResult>(authApi.login, { body: { login: username, password, tokenTransport: 'body' } });
  const { items } = await hallway.api.call<{ items: Session[] }>(authApi.sessions, { token: accessToken });
  const sessionId = items.find(({ current }) => current)?.id ?? '';
  const socket = await connect(hallway.stack.url, accessToken);
  const started = performance.now();
  const closed = since(started, nextEvent(socket, 'disconnect'));
  await hallway.api.call(authApi.revokeSession, { params: { sessionId }, token });
  const refusal = async (): Promise<void> => {
    while (
      await hallway.api.call(usersApi.me, { token: accessToken }).then(
        () => true,
        () => false,
      )
    ) {
      if (performance.now() - started > giveUpMs) throw new Error('The token of an ended session is still taken');
    }
  };
  return { refused: await since(started, refusal()), socket: await closed };
}

/** How long an ended session still hears and is heard. */
export async function revocationWorkload(hallway: HallwaySystem, { quick }: BenchOptions): Promise<Figure[]> {
  const took: { socket: number; refused: number }[] = [];
  for (let at = 0; at < (quick ? 5 : 100); at += 1) took.push(await revoke(hallway, at % hallway.people.length));
  const p99 = (part: 'socket' | 'refused') =>
    quantile(
      took.map((one) => one[part]),
      0.99,
    );
  return [
    { workload: 'revocation', name: `${took.length} sessions ended: socket closed, p99`, value: p99('socket'), unit: 'ms', goal: { bound: 1_000 } },
    { workload: 'revocation', name: `${took.length} sessions ended: HTTP refused, p99`, value: p99('refused'), unit: 'ms', goal: { bound: 1_000 } },
  ];
}
