import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

import type { Client } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import { socketPath } from '@hallway/contracts-realtime';

/** Something that went wrong, and when it began. */
export interface LoadFailure {
  kind: string;
  beganAt: number;
  why: string;
}

type Ack = { ok: true; data: Message } | { ok: false; error: { code: string } };

/** No call may take longer; without a fault they take milliseconds. */
const patienceMs = 5_000;

/** Few enough that no limit of a person is met, on however few replicas. */
export const pauseMs = 250;

/** What people do, each thing again and again and none of it repeated by a client: every failure shows. */
export class UserLoad {
  readonly faults: LoadFailure[] = [];
  readonly acknowledged: string[] = [];
  /** When each call that went well began, by kind. */
  private readonly done = new Map<string, number[]>();
  private running = true;
  private readonly loops: Promise<void>[] = [];
  private readonly sockets: Socket[] = [];

  /** Posts to a conversation over REST. */
  posts(url: string, who: Client, conversationId: string): void {
    this.loop('post', async () => {
      const answer = await this.call(url, who, 'POST', `/api/v1/conversations/${conversationId}/messages`, { clientMessageId: randomUUID(), body: 'posted' });
      if (answer.status !== 201) throw new Error(`status ${answer.status}`);
      this.acknowledged.push(((await answer.json()) as Message).id);
    });
  }

  /** Reads the list and the readiness that a balancer sees. */
  reads(url: string, who: Client): void {
    this.loop('read', async () => {
      const answer = await this.call(url, who, 'GET', '/api/v1/conversations');
      if (answer.status !== 200) throw new Error(`status ${answer.status}`);
      await answer.arrayBuffer();
    });
  }

  probes(url: string): void {
    this.loop('probe', async () => {
      for (const path of ['/health/live', '/health/ready']) {
        const answer = await fetch(url + path, { signal: AbortSignal.timeout(patienceMs) });
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      }
    });
  }

  /** Sends over one socket that comes back when it is cut. */
  async sends(url: string, who: Client, conversationId: string, localAddress: string): Promise<void> {
    const socket = await this.connect(url, who, localAddress);
    this.loop(`send ${localAddress}`, async () => {
      if (!socket.connected) await connected(socket);
      const ack = (await socket.timeout(patienceMs).emitWithAck('message:send', { conversationId, clientMessageId: randomUUID(), body: 'sent' })) as Ack;
      if (!ack.ok) throw new Error(ack.error.code);
      this.acknowledged.push(ack.data.id);
    });
  }

  /** New sockets, one after another. */
  connects(url: string, who: Client, localAddress: string, transports = ['websocket']): void {
    this.loop(`connect ${transports[0]} ${localAddress}`, async () => {
      const socket = await this.connect(url, who, localAddress, transports, false);
      socket.close();
    });
  }

  /** How often the kind that was done least often went well, of calls that began at this moment or later. */
  leastDoneSince(moment: number): number {
    return Math.min(...[...this.done.values()].map((begun) => begun.filter((beganAt) => beganAt >= moment).length));
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
    for (const socket of this.sockets) socket.close();
  }

  private loop(kind: string, work: () => Promise<void>): void {
    const begun = this.done.get(kind) ?? [];
    this.done.set(kind, begun);
    const run = async (): Promise<void> => {
      while (this.running) {
        const beganAt = Date.now();
        try {
          await work();
          begun.push(beganAt);
        } catch (error) {
          this.faults.push({ kind, beganAt, why: String(error) });
        }
        await delay(pauseMs);
      }
    };
    this.loops.push(run());
  }

  private async call(url: string, who: Client, method: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${await who.session.current()}`, 'content-type': 'application/json' };
    return fetch(url + path, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) });
  }

  private async connect(url: string, who: Client, localAddress: string, transports = ['websocket'], reconnection = true): Promise<Socket> {
    const token = await who.session.current();
    const socket = io(url, {
      path: socketPath,
      transports,
      reconnection,
      forceNew: true,
      auth: { token },
      localAddress,
      reconnectionDelay: 100,
      reconnectionDelayMax: 300,
      timeout: patienceMs,
      // Socket.IO insists on a certificate even where Node was told not to.
      rejectUnauthorized: process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
    } as Parameters<typeof io>[1]);
    if (reconnection) this.sockets.push(socket);
    await connected(socket).catch((error: unknown) => {
      if (!reconnection) socket.close();
      throw error;
    });
    return socket;
  }
}

async function connected(socket: Socket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not connected in time')), patienceMs);
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    socket.once('connect', settle(resolve));
    // One that comes back by itself goes on trying.
    if (!socket.io.opts.reconnection) socket.once('connect_error', (error) => settle(() => reject(error))());
  });
}
