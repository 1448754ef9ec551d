import { Agent } from 'undici';

import { serviceHeader, type ServiceTokens, userHeader } from '@hallway/service-kit/auth';
import { requestContext } from '@hallway/service-kit/context';
import { deadlineHeader } from '@hallway/service-kit/http';

import type { Replica } from '../replicas/replica';
import { addressOf, type Answer, type Attempt, type Outgoing } from './outgoing';

/** Calls over the network: keep-alive HTTP, a service token, and headers for the context of the present request. */
export class HttpTransport {
  private readonly agent = new Agent({ connections: 64, pipelining: 1, connect: { timeout: 1_000 }, keepAliveTimeout: 30_000 });

  constructor(private readonly tokens: ServiceTokens) {}

  /** Rejects when no whole answer came in time. */
  async send(replica: Replica, outgoing: Outgoing, { until, traceparent }: Attempt): Promise<Answer> {
    const wait = Math.max(1, Math.round(until - Date.now()));
    const body = outgoing.body === undefined ? undefined : JSON.stringify(outgoing.body);
    const answer = await this.agent.request({
      origin: replica.url,
      method: outgoing.endpoint.method,
      path: addressOf(outgoing),
      body,
      headers: { ...this.headers(outgoing, wait), traceparent, ...(body !== undefined && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(wait),
    });
    return { status: answer.statusCode, value: read(await answer.body.text()) };
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private headers({ endpoint, bearer }: Outgoing, wait: number): Record<string, string> {
    const context = requestContext.get();
    return {
      [serviceHeader]: this.tokens.for(endpoint.service),
      [deadlineHeader]: String(wait),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(context && { 'x-request-id': context.requestId }),
      ...(context?.ip && { 'x-forwarded-for': context.ip }),
      ...(context?.userId && { [userHeader]: context.sessionId ? `${context.userId};${context.sessionId}` : context.userId }),
    };
  }
}

/** Whatever is no JSON stays a text; of a success nothing else comes. */
function read(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
