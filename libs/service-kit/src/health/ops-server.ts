import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { protectServer } from '../http';
import type { Logger } from '../log';
import type { Readiness } from './health';

interface Reply {
  status: number;
  type: string;
  text: string;
}

function json(status: number, value: object): Reply {
  return { status, type: 'application/json; charset=utf-8', text: JSON.stringify(value) };
}

/** What probes and scrapes ask for. */
export interface OpsSource {
  ready(): Promise<Readiness>;
  /** In the text format of Prometheus. */
  metrics(): Promise<{ type: string; text: string }>;
}

/** A small server of its own for probes and scrapes, so that no public route can reach them. */
export class OpsServer {
  private readonly server: Server;

  constructor(
    private readonly source: OpsSource,
    private readonly logger: Logger,
  ) {
    this.server = createServer((request, response) => void this.handle(request, response));
    protectServer(this.server);
  }

  /** Answers the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle({ url = '', method = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url.split('?')[0] ?? '';
    const reply = await this.reply(path).catch((err: unknown) => {
      this.logger.error('a probe failed', { path, err });
      return json(500, { status: 'error' });
    });
    this.logger.debug('probe', { method, route: path, status: reply.status });
    response.writeHead(reply.status, { 'content-type': reply.type, 'cache-control': 'no-store' });
    response.end(reply.text);
  }

  private async reply(path: string): Promise<Reply> {
    switch (path) {
      case '/health/live':
        return json(200, { status: 'ok' });
      case '/health/ready': {
        const { ready, status, stores } = await this.source.ready();
        return json(ready ? 200 : 503, { status, stores });
      }
      case '/metrics':
        return { status: 200, ...(await this.source.metrics()) };
      default:
        return json(404, { status: 'not found' });
    }
  }
}
