import type { OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';

import { type BodyOf, type Endpoint, fullPath, type Problem, type QueryOf, type ReturnsOf, unavailable } from '@hallway/contracts-core';

import { serviceHeader, type ServiceTokens, userHeader } from '../auth';
import { newTraceparent, requestContext } from '../context';
import { ProblemError } from '../errors';
import type { Replica, ServiceName, ServiceReplicas } from '../replicas';
import { deadlineHeader } from './context.middleware';
import { ownerOf } from './endpoint-owners';

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

const neverArrived = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

/** The request never reached the replica, so that it can be sent to another one whatever it says. */
function wasRefused(error: unknown): boolean {
  return neverArrived.has(((error ?? {}) as { code?: string }).code ?? '');
}

function ranOutOfTime(error: unknown): boolean {
  return ((error ?? {}) as { name?: string }).name === 'TimeoutError';
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
  private readonly agent = new Agent({ connections: 64, pipelining: 1, connect: { timeout: 1_000 }, keepAliveTimeout: 30_000 });

  constructor(
    private readonly replicas: ServiceReplicas,
    private readonly tokens: ServiceTokens,
  ) {}

  /** Answers what the endpoint returns; throws the problem it answered, or `unavailable`. */
  async call<E extends Endpoint>(endpoint: E, call: ServiceCall<E> = {}): Promise<ReturnsOf<E>> {
    const service = call.service ?? ownerOf(endpoint);
    const path = pathOf(endpoint, call as ServiceCall<Endpoint>);
    const until = Math.min(Date.now() + (call.deadlineMs ?? defaultDeadlineMs), requestContext.get()?.deadline ?? Infinity);
    const mayRepeat = call.idempotent ?? endpoint.idempotent ?? repeatable.has(endpoint.method);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const answer = await this.ask(service, endpoint.method, path, body, until, mayRepeat, call.bearer);
    if (answer.status >= 200 && answer.status < 300) {
      return (answer.text === '' ? undefined : JSON.parse(answer.text)) as ReturnsOf<E>;
    }
    throw problemOf(service, answer);
  }

  /**
   * Tells every replica that there is now, once and at the same time, for what each of them keeps in memory.
   * Answers how many did not take it: what they must know has to reach them as an event too.
   */
  async callEach<E extends Endpoint>(endpoint: E, call: ServiceCall<E> & { service: ServiceName }): Promise<number> {
    const path = pathOf(endpoint, call as ServiceCall<Endpoint>);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const all = await this.replicas.of(call.service).allNow();
    // From here on, however long DNS took: who does not answer in this time must have stood still for all of it.
    const until = Date.now() + (call.deadlineMs ?? defaultDeadlineMs);
    const tell = async (replica: Replica): Promise<boolean> => {
      const { status } = await this.send(replica, call.service, endpoint.method, path, body, until);
      return status < 300;
    };
    const taken = await Promise.all(all.map((replica) => tell(replica).catch(() => false)));
    return taken.filter((ok) => !ok).length;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(service: ServiceName, method: Endpoint['method'], path: string, body: string | undefined, until: number, mayRepeat: boolean, bearer?: string): Promise<Answer> {
    const replicas = await this.replicas.of(service).inTurn();
    // The only one there is may be asked twice.
    if (mayRepeat && replicas.length === 1) replicas.push(replicas[0]!);
    let repeats = 0;
    let cause: unknown = new Error(`No replica of ${service} answers`);
    for (const [i, replica] of replicas.entries()) {
      if (until <= Date.now()) break;
      try {
        const another = replicas[i + 1];
        const lastTry = !mayRepeat || repeats > 0 || !another || another === replica || another.resting;
        const answer = await this.send(replica, service, method, path, body, lastTry ? until : patience(until), bearer);
        if (answer.status === 401 && bearer === undefined) {
          // Not the user's but our own token: its clock is wrong, or its secret. Nothing has happened there, so that another one can be asked.
          cause = new Error(`${service} at ${replica.url} refused our service token`);
          replica.failed();
          continue;
        }
        replica.succeeded();
        if (answer.status !== 503 || !mayRepeat || repeats > 0) return answer;
        cause = new Error(`${service} answered 503`);
        repeats += 1;
      } catch (error) {
        cause = error;
        if (ranOutOfTime(error)) replica.doubted();
        else replica.failed();
        if (wasRefused(error)) continue;
        if (!mayRepeat || repeats > 0) break;
        repeats += 1;
      }
    }
    throw new ProblemError(unavailable, { retryAfterSeconds: 1, cause });
  }

  private async send(replica: Replica, service: ServiceName, method: Endpoint['method'], path: string, body: string | undefined, until: number, bearer?: string): Promise<Answer> {
    const wait = Math.max(1, Math.round(until - Date.now()));
    const answer = await this.agent.request({
      origin: replica.url,
      method,
      path,
      body,
      headers: { ...this.headers(service, wait), ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(wait),
    });
    const text = await answer.body.text();
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
