import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { protectServer } from '../http';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Health } from './health';

interface Reply {
  status: number;
  type: string;
  text: string;
}

function json(status: number, value: object): Reply {
  return { status, type: 'application/json; charset=utf-8', text: JSON.stringify(value) };
}

/** A small server of its own for probes and scrapes, so that no public route can reach them. */
export class OpsServer {
  private readonly server: Server;

  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
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
        const { ready, status, stores } = await this.health.ready();
        return json(ready ? 200 : 503, { status, stores });
      }
      case '/metrics':
        return { status: 200, type: this.metrics.registry.contentType, text: await this.metrics.registry.metrics() };
      default:
        return json(404, { status: 'not found' });
    }
  }
}
