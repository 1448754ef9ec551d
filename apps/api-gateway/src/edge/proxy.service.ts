import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createProxyServer, type ProxyServer } from 'httpxy';
import { unavailable } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import { Upstreams } from '../routing/upstreams';

const answerWithinMs = 30_000;

/** Hears the status of an answer before the caller does. */
export type OnAnswer = (status: number) => void;

/** Passes requests and sockets on, bytes as they are. */
@Injectable()
export class ProxyService implements OnApplicationShutdown {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 512 });
  private readonly server: ProxyServer;
  private readonly listeners = new WeakMap<object, OnAnswer>();

  constructor(
    private readonly upstreams: Upstreams,
    private readonly logger: Logger,
  ) {
    this.server = createProxyServer({ agent: this.agent, proxyTimeout: answerWithinMs });
    this.server.on('proxyRes', (answer, _request, response) => this.listeners.get(response)?.(answer.statusCode ?? 0));
  }

  onApplicationShutdown(): void {
    this.agent.destroy();
  }

  /**
   * @param candidates base URLs, tried in order while nothing was sent
   * @throws ProblemError `unavailable` when no replica answers
   */
  async forward(request: IncomingMessage, response: ServerResponse, candidates: string[], onAnswer?: OnAnswer): Promise<void> {
    if (onAnswer) this.listeners.set(response, onAnswer);
    for (const [i, target] of candidates.entries()) {
      try {
        await this.server.web(request, response, { target });
        return;
      } catch (error) {
        if (response.headersSent || response.destroyed) return void response.destroy();
        this.logger.warn('a replica did not answer', { target, err: error });
        this.upstreams.failed(target);
        // A body that is on its way cannot be sent twice.
        const replayable = request.method === 'GET' || request.method === 'HEAD';
        if (!replayable || i === candidates.length - 1) break;
      }
    }
    throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
  }

  /** Joins a WebSocket to a realtime replica; it is closed when that fails, and the client tries again elsewhere. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: string): Promise<void> {
    try {
      await this.server.ws(request, socket as Socket, { target, agent: undefined }, head);
    } catch (error) {
      this.logger.warn('a realtime replica did not take a socket', { target, err: error });
      this.upstreams.failed(target);
      socket.destroy();
    }
  }
}
