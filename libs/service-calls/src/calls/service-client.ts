import type { OnApplicationShutdown } from '@nestjs/common';

import { type BodyOf, type Endpoint, fullPath, type Problem, type QueryOf, type ReturnsOf, type ServiceName, unavailable } from '@hallway/contracts-core';
import type { ServiceTokens } from '@hallway/service-kit/auth';
import { newTraceparent, requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import type { Metrics } from '@hallway/service-kit/metrics';
import { SpanKind, traceparentOf, type Tracing } from '@hallway/service-kit/tracing';

import { LocalReplica } from '../replicas/local-replica';
import type { Replica } from '../replicas/replica';
import type { ServiceReplicas } from '../replicas/service-replicas';
import { HttpTransport } from './http-transport';
import { LocalTransport } from './local-transport';
import type { Answer, Outgoing } from './outgoing';

/** What a call sends, and how long it may take. */
export interface ServiceCall<E extends Endpoint> {
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

/** Who calls, and by what it proves that. */
export interface ServiceClientOptions {
  name: string;
  replicas: ServiceReplicas;
  tokens: ServiceTokens;
  metrics: Metrics;
  tracing: Tracing;
  /** Copies the arguments and answers of all calls within the process, those that are made for one call, too; for tests. */
  copyAll: boolean;
}

/**
 * Asks other services: those of this process directly, the others over the network. Whichever way a call goes, it has
 * the context of the present request, a deadline, and the same outcomes.
 */
export class ServiceClient implements OnApplicationShutdown {
  private readonly replicas: ServiceReplicas;
  private readonly tracing: Tracing;
  private readonly http: HttpTransport;
  private readonly local: LocalTransport;
  private readonly observe: (replica: Replica, service: ServiceName, started: number, status: number) => void;

  constructor({ name, replicas, tokens, metrics, tracing, copyAll }: ServiceClientOptions) {
    this.tracing = tracing;
    this.replicas = replicas;
    this.http = new HttpTransport(tokens);
    this.local = new LocalTransport(name, copyAll);
    const durations = metrics.histogram('hallway_call_duration_seconds', 'Time of calls of other services', ['target', 'transport', 'status']);
    this.observe = (replica, target, started, status) => {
      const labels = { target, transport: replica instanceof LocalReplica ? 'local' : 'http', status: status === 0 ? 'none' : `${Math.floor(status / 100)}xx` };
      durations.observe(labels, (performance.now() - started) / 1_000);
    };
  }

  /** Answers what the endpoint returns; throws the problem it answered, or `unavailable`. */
  async call<E extends Endpoint>(
    endpoint: E,
    { params, query, body, deadlineMs = defaultDeadlineMs, idempotent, bearer }: ServiceCall<E> = {},
  ): Promise<ReturnsOf<E>> {
    const until = Math.min(Date.now() + deadlineMs, requestContext.get()?.deadline ?? Infinity);
    const mayRepeat = idempotent ?? endpoint.idempotent ?? repeatable.has(endpoint.method);
    const answer = await this.ask({ endpoint, params, query, body, bearer }, until, mayRepeat);
    if (answer.status >= 200 && answer.status < 300) return answer.value as ReturnsOf<E>;
    throw problemOf(endpoint.service, answer);
  }

  /**
   * Calls every replica that there is now, once and at the same time, for what each of them keeps in memory.
   * Answers how many did not take it: what they must know has to reach them as an event too.
   */
  async callEach<E extends Endpoint>(endpoint: E, { params, query, body, deadlineMs = defaultDeadlineMs }: ServiceCall<E> = {}): Promise<number> {
    const outgoing: Outgoing = { endpoint, params, query, body };
    const all = await this.replicas.of(endpoint.service).allNow();
    // From here on, however long DNS took: who does not answer in this time must have stood still for all of it.
    const until = Date.now() + deadlineMs;
    const callOne = async (replica: Replica): Promise<boolean> => (await this.send(replica, outgoing, until)).status < 300;
    const taken = await Promise.all(all.map((replica) => callOne(replica).catch(() => false)));
    return taken.filter((ok) => !ok).length;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private async ask(outgoing: Outgoing, until: number, mayRepeat: boolean): Promise<Answer> {
    const { service } = outgoing.endpoint;
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
        const answer = await this.send(replica, outgoing, lastTry ? until : patience(until));
        if (answer.status === 401 && outgoing.bearer === undefined) {
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

  /** Once, to one replica. */
  private async send(replica: Replica, outgoing: Outgoing, until: number): Promise<Answer> {
    const started = performance.now();
    const { endpoint } = outgoing;
    const { method, service } = endpoint;
    const span = this.tracing.beginWithin({ name: `${method} ${fullPath(endpoint)}`, kind: SpanKind.CLIENT, attributes: { 'peer.service': service } });
    const traceparent = span ? traceparentOf(span) : newTraceparent(requestContext.get()?.traceId);
    let status = 0;
    try {
      const answer =
        replica instanceof LocalReplica
          ? await this.local.send(replica.neighbour, outgoing, { until, traceparent })
          : await this.http.send(replica, outgoing, { until, traceparent });
      status = answer.status;
      return answer;
    } finally {
      this.observe(replica, service, started, status);
      span?.setAttribute('http.response.status_code', status).end();
    }
  }
}

/** Leaves enough time for another try. */
function patience(until: number): number {
  const now = Date.now();
  return now + Math.min(mostPatienceMs, (until - now) / 3);
}

function problemOf(service: ServiceName, { status, value }: Answer): Error {
  const { code, title, detail, errors } = (value ?? {}) as Partial<Problem>;
  if (typeof code !== 'string' || typeof title !== 'string') return new Error(`${service} answered ${status} with something that is no problem`);
  return new ProblemError({ code, status, title }, { detail, errors, ...(status === 503 && { retryAfterSeconds: 1 }) });
}
