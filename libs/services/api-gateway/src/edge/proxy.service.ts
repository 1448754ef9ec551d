import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createProxyServer, type ProxyServer } from 'httpxy';

import { unavailable } from '@hallway/contracts-core';
import { LocalReplica, type Replica } from '@hallway/service-calls';
import { ProblemError } from '@hallway/service-kit/errors';
import { hasBody } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { ConnectedAgent, NeverConnected } from './connected-agent';
import { handOver } from './hand-over';
import type { Traffic } from './traffic';

const answerWithinMs = 30_000;
/** How long a client may take to send the next bytes of a file, or to read the next ones of an answer. */
const stalledMs = 15_000;
/** From here on the replica may be frozen; a probe tells. */
const probeAfterMs = 2_000;

/** Called with the status of an answer before the caller gets it. */
export type OnAnswer = (status: number) => void;

/** How a request is passed on. */
export interface Forwarding {
  traffic: Traffic;
  /** Tried in order while the request may be sent again. */
  candidates: Replica[];
  /** It does no harm twice, so that it is sent again when a replica broke off. */
  repeatable: boolean;
  /** The body where it was read; else it is streamed, and can be sent only once. */
  body?: Buffer;
  onAnswer?: OnAnswer;
}

/** Passes requests on, bytes as they are: over the network, or within the process. */
@Injectable()
export class ProxyService implements OnApplicationShutdown {
  /** Connections of each kind of traffic, so that who fills one waits for himself. */
  private readonly agents = { call: agent(), poll: agent(), upload: agent(), download: agent() };
  private readonly server: ProxyServer;
  private readonly listeners = new WeakMap<object, OnAnswer>();

  constructor(private readonly logger: Logger) {
    this.server = createProxyServer({ proxyTimeout: answerWithinMs });
    this.server.on('proxyRes', (answer, _request, response) => this.listeners.get(response)?.(answer.statusCode ?? 0));
  }

  onApplicationShutdown(): void {
    for (const pool of Object.values(this.agents)) pool.destroy();
  }

  /** @throws ProblemError `unavailable` when no replica answers */
  async forward(request: IncomingMessage, response: ServerResponse, forwarding: Forwarding): Promise<void> {
    const { candidates, repeatable, body } = forwarding;
    const mayRepeat = repeatable && (body !== undefined || !hasBody(request));
    for (const replica of candidates) {
      try {
        await this.pass(request, response, replica, forwarding);
        return;
      } catch (error) {
        if (response.headersSent || response.destroyed) return void response.destroy();
        this.logger.warn('a replica did not answer', { target: replica.url, err: error });
        replica.failed();
        if (!mayRepeat && !(error instanceof NeverConnected)) break;
      }
    }
    throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
  }

  private async pass(request: IncomingMessage, response: ServerResponse, replica: Replica, { traffic, body, onAnswer }: Forwarding): Promise<void> {
    const probeTimer = setTimeout(() => replica.doubted(), probeAfterMs);
    const answered = (status: number): void => {
      clearTimeout(probeTimer);
      replica.succeeded();
      // A client that does not read holds a connection of the shared pool.
      response.setTimeout(stalledMs);
      onAnswer?.(status);
    };
    if (traffic === 'upload') cutStalled(request);
    try {
      if (replica instanceof LocalReplica) return await handOver(request, response, await replica.neighbour, { body, onAnswer: answered });
      this.listeners.set(response, answered);
      await this.server.web(request, response, { target: replica.url, agent: this.agents[traffic], ...(body && { buffer: Readable.from([body]) }) });
    } finally {
      clearTimeout(probeTimer);
    }
  }
}

function agent(): ConnectedAgent {
  return new ConnectedAgent({ keepAlive: true, maxSockets: 2048 });
}

/** Ends an upload that does not go on; when it is complete, its answer has the usual time. */
function cutStalled(request: IncomingMessage): void {
  const { socket } = request;
  const before = socket.timeout ?? 0;
  socket.setTimeout(stalledMs);
  request.once('end', () => socket.setTimeout(before));
}
