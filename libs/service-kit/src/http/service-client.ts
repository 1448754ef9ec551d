import type { OnApplicationShutdown } from '@nestjs/common';

import { type BodyOf, type Endpoint, fullPath, type Problem, type QueryOf, type ReturnsOf, unavailable } from '@hallway/contracts-core';

import { serviceHeader, type ServiceTokens, userHeader } from '../auth';
import type { ServiceConfig } from '../config';
import { newTraceparent, requestContext } from '../context';
import { ProblemError } from '../errors';
import { deadlineHeader } from './context.middleware';
import { ownerOf, type ServiceName } from './endpoint-owners';
import { type Replica, ReplicaPool } from './replica-pool';

/** What a call sends, and how long it may take. */
export interface ServiceCall<E extends Endpoint> {
  /** Which service to ask; needed only for an endpoint that several of them serve. */
  service?: ServiceName;
  params?: Record<string, string>;
  query?: Partial<QueryOf<E>>;
  body?: BodyOf<E>;
  /** Default 3 s; never longer than the caller of the present request waits. */
  deadlineMs?: number;
  /** The call may be repeated although its method does not say so. */
  idempotent?: boolean;
  /** The user's own access token, for endpoints that users call. */
  bearer?: string;
}

interface Answer {
  status: number;
  text: string;
}

const defaultDeadlineMs = 3_000;
/** How long the first replica may take, with another one at hand and a call that may be repeated: one that is frozen takes calls, too. */
const mostPatienceMs = 2_000;
const repeatable = new Set(['GET', 'PUT', 'DELETE']);

/** The request never reached the replica, so that it can be sent to another one whatever it says. */
function wasRefused(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string };
  return code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH';
}

function pathOf(endpoint: Endpoint, call: Pick<ServiceCall<Endpoint>, 'params' | 'query'>): string {
  const path = fullPath(endpoint).replace(/:(\w+)/g, (_all, name: string) => {
    const value = call.params?.[name];
    if (value === undefined) throw new TypeError(`The parameter ${name} of ${endpoint.path} is missing`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Asks other services: keep-alive HTTP, a service token, the context of the present request, and a deadline. */
export class ServiceClient implements OnApplicationShutdown {
  private readonly pools: Record<ServiceName, ReplicaPool>;

  constructor(
    config: ServiceConfig,
    private readonly tokens: ServiceTokens,
  ) {
    this.pools = {
      auth: new ReplicaPool(config.AUTH_URL),
      conversations: new ReplicaPool(config.CONVERSATIONS_URL),
      messages: new ReplicaPool(config.MESSAGES_URL),
      realtime: new ReplicaPool(config.REALTIME_URL),
      uploads: new ReplicaPool(config.UPLOADS_URL),
    };
  }

  /** Answers what the endpoint returns; throws the problem it answered, or `unavailable`. */
  async call<E extends Endpoint>(endpoint: E, call: ServiceCall<E> = {}): Promise<ReturnsOf<E>> {
    const service = call.service ?? ownerOf(endpoint);
    const path = pathOf(endpoint, call as ServiceCall<Endpoint>);
    const until = Math.min(Date.now() + (call.deadlineMs ?? defaultDeadlineMs), requestContext.get()?.deadline ?? Infinity);
    const mayRepeat = call.idempotent ?? repeatable.has(endpoint.method);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const answer = await this.ask(service, endpoint.method, path, body, until, mayRepeat, call.bearer);
    if (answer.status >= 200 && answer.status < 300) {
      return (answer.text === '' ? undefined : JSON.parse(answer.text)) as ReturnsOf<E>;
    }
    throw problemOf(service, answer);
  }

  /**
   * Tells every replica that is known, once and at the same time, for what each of them keeps in memory.
   * Answers how many did not take it: what they must know has to reach them as an event too.
   */
  async callEach<E extends Endpoint>(endpoint: E, call: ServiceCall<E> & { service: ServiceName }): Promise<number> {
    const path = pathOf(endpoint, call as ServiceCall<Endpoint>);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const until = Date.now() + (call.deadlineMs ?? defaultDeadlineMs);
    const tell = async (replica: Replica): Promise<boolean> => {
      const { status } = await this.send(replica, call.service, endpoint.method, path, body, until);
      return status < 300;
    };
    const taken = await Promise.all(this.pools[call.service].all.map((replica) => tell(replica).catch(() => false)));
    return taken.filter((ok) => !ok).length;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(Object.values(this.pools).map((pool) => pool.close()));
  }

  private async ask(service: ServiceName, method: Endpoint['method'], path: string, body: string | undefined, until: number, mayRepeat: boolean, bearer?: string): Promise<Answer> {
    const pool = this.pools[service];
    const tried = new Set<Replica>();
    let repeats = 0;
    let cause: unknown;
    for (;;) {
      const replica = pool.take(tried) ?? (repeats === 1 && pool.size === 1 ? pool.take() : undefined);
      if (!replica || until <= Date.now()) throw new ProblemError(unavailable, { retryAfterSeconds: 1, cause: cause ?? new Error(`No replica of ${service} answers`) });
      tried.add(replica);
      try {
        const lastTry = !mayRepeat || repeats > 0 || !pool.hasOther(tried);
        const answer = await this.send(replica, service, method, path, body, lastTry ? until : patience(until), bearer);
        if (answer.status === 401 && bearer === undefined) {
          // Not the user's but our own token: its clock is wrong, or its secret. Nothing has happened there, so that another one can be asked.
          cause = new Error(`${service} at ${replica.url} refused our service token`);
          replica.failed(true);
          continue;
        }
        if (answer.status !== 503 || !mayRepeat || repeats > 0) return answer;
        cause = new Error(`${service} answered 503`);
        repeats += 1;
      } catch (error) {
        cause = error;
        const refused = wasRefused(error);
        replica.failed(refused);
        if (!refused && (!mayRepeat || repeats > 0)) throw new ProblemError(unavailable, { retryAfterSeconds: 1, cause });
        if (!refused) repeats += 1;
      }
    }
  }

  private async send(replica: Replica, service: ServiceName, method: Endpoint['method'], path: string, body: string | undefined, until: number, bearer?: string): Promise<Answer> {
    const wait = Math.max(1, Math.round(until - Date.now()));
    const answer = await replica.pool.request({
      method,
      path,
      body,
      headers: { ...this.headers(service, wait), ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(wait),
    });
    const text = await answer.body.text();
    replica.succeeded();
    return { status: answer.statusCode, text };
  }

  private headers(service: ServiceName, wait: number): Record<string, string> {
    const context = requestContext.get();
    return {
      [serviceHeader]: this.tokens.for(service),
      [deadlineHeader]: String(wait),
      traceparent: newTraceparent(context?.traceId),
      ...(context && { 'x-request-id': context.requestId }),
      ...(context?.ip && { 'x-forwarded-for': context.ip }),
      ...(context?.userId && { [userHeader]: context.sessionId ? `${context.userId};${context.sessionId}` : context.userId }),
    };
  }
}

/** Leaves enough time for another try. */
function patience(until: number): number {
  const now = Date.now();
  return now + Math.min(mostPatienceMs, (until - now) / 3);
}

function problemOf(service: ServiceName, { status, text }: Answer): Error {
  try {
    const { code, title, detail, errors } = JSON.parse(text) as Partial<Problem>;
    if (typeof code === 'string' && typeof title === 'string') {
      return new ProblemError({ code, status, title }, { detail, errors, ...(status === 503 && { retryAfterSeconds: 1 }) });
    }
  } catch {
    return new Error(`${service} answered ${status} with something that is no problem`);
  }
  return new Error(`${service} answered ${status}`);
}
