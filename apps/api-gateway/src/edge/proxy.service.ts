import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createProxyServer, type ProxyServer } from 'httpxy';
import { unavailable } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';
import type { Replica } from '@hallway/service-kit/replicas';
import { ConnectedAgent, NeverConnected } from './connected-agent';

const answerWithinMs = 30_000;
/** From here on the replica may be frozen; a probe tells. */
const doubtAfterMs = 2_000;

/** Hears the status of an answer before the caller does. */
export type OnAnswer = (status: number) => void;

/** How a request is passed on. */
export interface Passing {
  /** Tried in order while the request may be sent again. */
  candidates: Replica[];
  /** It does no harm twice, so that it is sent again when a replica broke off. */
  repeatable: boolean;
  /** The body where it was read; else it is streamed, and can be sent only once. */
  body?: Buffer;
  onAnswer?: OnAnswer;
}

/** Passes requests on, bytes as they are. */
@Injectable()
export class ProxyService implements OnApplicationShutdown {
  private readonly agent = new ConnectedAgent({ keepAlive: true, maxSockets: 512 });
  private readonly server: ProxyServer;
  private readonly listeners = new WeakMap<object, OnAnswer>();

  constructor(private readonly logger: Logger) {
    this.server = createProxyServer({ agent: this.agent, proxyTimeout: answerWithinMs });
    this.server.on('proxyRes', (answer, _request, response) => this.listeners.get(response)?.(answer.statusCode ?? 0));
  }

  onApplicationShutdown(): void {
    this.agent.destroy();
  }

  /** @throws ProblemError `unavailable` when no replica answers */
  async forward(request: IncomingMessage, response: ServerResponse, { candidates, repeatable, body, onAnswer }: Passing): Promise<void> {
    const mayRepeat = repeatable && (body !== undefined || !hasBody(request));
    for (const replica of candidates) {
      try {
        await this.pass(request, response, replica, body, onAnswer);
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

  private async pass(request: IncomingMessage, response: ServerResponse, replica: Replica, body?: Buffer, onAnswer?: OnAnswer): Promise<void> {
    const doubt = setTimeout(() => replica.doubted(), doubtAfterMs);
    this.listeners.set(response, (status) => {
      clearTimeout(doubt);
      replica.succeeded();
      onAnswer?.(status);
    });
    try {
      await this.server.web(request, response, { target: replica.url, ...(body && { buffer: Readable.from([body]) }) });
    } finally {
      clearTimeout(doubt);
    }
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
