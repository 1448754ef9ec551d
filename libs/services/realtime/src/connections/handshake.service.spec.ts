import { EventEmitter } from 'node:events';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import type { SocketMetricsService } from '../sockets/socket-metrics.service';
import { HandshakeService } from './handshake.service';

/** A handshake of which the test answers the question whether the session was revoked. */
function handshakeThatWaits() {
  let answer: (revoked: boolean) => void = () => undefined;
  const live = new LiveSocketsService({} as SocketMetricsService);
  const parts = {
    config: { RATE_LIMITS: 'off' },
    tokens: { verify: () => Promise.resolve({ userId: 'ana', sessionId: 's', expiresAt: Date.now() + 60_000 }) },
    revoked: { isRevoked: () => new Promise<boolean>((resolve) => (answer = resolve)), has: () => false },
    rooms: { load: () => Promise.resolve() },
    unauthenticated: { authenticated: () => undefined },
    metrics: { handshakeRefused: () => undefined },
  };
  const { config, tokens, revoked, rooms, unauthenticated, metrics } = parts as unknown as Record<string, never>;
  const handshake = new HandshakeService(config!, tokens!, revoked!, live, rooms!, unauthenticated!, metrics!, undefined as never);
  return { handshake, live, answer: (isRevoked: boolean) => answer(isRevoked) };
}

function newSocket() {
  const conn = Object.assign(new EventEmitter(), { readyState: 'open' });
  const socket = { conn, handshake: { auth: { token: 't' } } } as unknown as HallwaySocket;
  const close = () => {
    conn.readyState = 'closed';
    conn.emit('close');
  };
  return { socket, close };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a connection that ends', () => {
  it('while its session is looked up counts as an unauthenticated socket', async () => {
    const { handshake, live, answer } = handshakeThatWaits();
    const { socket, close } = newSocket();
    const checked = handshake.check(socket);
    await turn();
    close();
    answer(false);
    expect(await checked).toMatchObject({ data: { code: 'unavailable' } });
    expect([...live.users()]).toEqual([]);
  });

  it('once it is known is forgotten', async () => {
    const { handshake, live, answer } = handshakeThatWaits();
    const { socket, close } = newSocket();
    const checked = handshake.check(socket);
    await turn();
    answer(false);
    expect(await checked).toBeUndefined();
    expect([...live.users()]).toEqual(['ana']);
    close();
    expect([...live.users()]).toEqual([]);
  });
});
