import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Endpoint } from '@hallway/contracts-core';
import { fullPath } from '@hallway/contracts-core';

export interface PeerCall {
  params: Record<string, string>;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
}

/** What a peer answers: a body (200), a status with a body, or nothing at all while `hold` waits. */
export type PeerHandler = (call: PeerCall) => unknown;

export class PeerProblem {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {}
}

/** Stands in for another service: a small HTTP server on a port of its own that answers the contract. */
export interface TestPeer {
  url: string;
  on(endpoint: Endpoint, handler: PeerHandler): void;
  /** Calls of an endpoint until now. */
  calls(endpoint: Endpoint): PeerCall[];
  /** While down, every request is answered with 503. */
  down: boolean;
  close(): Promise<void>;
}

interface Route {
  endpoint: Endpoint;
  pattern: RegExp;
  handler: PeerHandler;
  calls: PeerCall[];
}

function patternOf(endpoint: Endpoint): RegExp {
  return new RegExp(`^${fullPath(endpoint).replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

async function answer(route: Route | undefined, params: Record<string, string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (!route) return send(response, 404, { code: 'not-found', title: 'Not found', status: 404 });
  const call = { params, body, headers: request.headers };
  route.calls.push(call);
  const result = await route.handler(call);
  if (result instanceof PeerProblem)
    return send(response, result.status, { code: result.code, title: result.code, status: result.status, detail: result.code });
  send(response, result === undefined ? 204 : 200, result);
}

export async function startTestPeer(): Promise<TestPeer> {
  const routes: Route[] = [];
  const server = createServer((request, response) => {
    if (peer.down) return send(response, 503, { code: 'unavailable', title: 'unavailable', status: 503 });
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes.find(({ endpoint, pattern }) => endpoint.method === request.method && pattern.test(path));
    const groups = route?.pattern.exec(path)?.groups ?? {};
    const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
    void answer(route, params, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const peer: TestPeer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    down: false,
    on: (endpoint, handler) => void routes.unshift({ endpoint, pattern: patternOf(endpoint), handler, calls: [] }),
    calls: (endpoint) => routes.filter((route) => route.endpoint === endpoint).flatMap(({ calls }) => calls),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return peer;
}
