import { type BodyOf, type Endpoint, pathOf, type QueryOf, type ReturnsOf, sessionRevoked } from '@hallway/contracts-core';

import { type Clock, systemClock } from '../platform/clock.ts';
import { HallwayProblem, NetworkProblem } from './client-problem.ts';
import { problemOf } from './read-problem.ts';

/** Where access tokens come from. The session is one. */
export interface TokenSource {
  /** A token that is valid now; `undefined` when no user is signed in. */
  current(): Promise<string | undefined>;
  /** The server refused `token`: another one, or `undefined`. */
  replace(token: string): Promise<string | undefined>;
  /** The server says that the session has ended. */
  ended(code: string): void;
}

export interface HttpOptions {
  /** Origin of the server, such as `https://chat.example.org`; empty for the page's own. */
  url: string;
  tokens?: TokenSource;
  fetch?: typeof fetch;
  timeoutMs?: number;
  clock?: Clock;
}

interface CommonOptions {
  /** Values of the `:name` parts of the path. */
  params?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
  headers?: Record<string, string>;
  credentials?: 'include' | 'same-origin' | 'omit';
  /** Goes on when the page is closed. */
  keepalive?: boolean;
}

type Part<Name extends string, Value> = object extends Value ? { [N in Name]?: Value } : { [N in Name]: Value };

/** What a call takes: the body and query of its contract. */
export type CallOptions<E> = CommonOptions & Part<'body', BodyOf<E>> & Part<'query', QueryOf<E>>;

/** Options may be left out where nothing in them is required. */
export type CallArguments<E> = object extends CallOptions<E> ? [options?: CallOptions<E>] : [options: CallOptions<E>];

/** What a call gives: the contract's answer, or nothing. */
export type CallResult<E> = object extends ReturnsOf<E> ? void : ReturnsOf<E>;

export interface Http {
  /** Calls an endpoint of the contract. Throws {@link HallwayProblem} or {@link NetworkProblem}. */
  call<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<CallResult<E>>;
  /** Fetches bytes, such as the content of an upload. */
  blob<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<Blob>;
  /** Fetches the bytes at a path that the server has given, such as an avatar's. */
  blobAt(path: string, options?: { signal?: AbortSignal }): Promise<Blob>;
  /** The absolute address of a path on this server. */
  address(path: string): string;
}

interface LooseOptions extends CommonOptions {
  body?: object;
  query?: object;
}

/** Where a request goes, and whether with the user's token. */
interface Route {
  method: string;
  url: string;
  user: boolean;
}

const defaultTimeoutMs = 15_000;

export function createHttp(options: HttpOptions): Http {
  const requests = new Requests(options);
  const bytes = (response: Response) => response.blob();
  return {
    call: async <E extends Endpoint>(endpoint: E, ...[given]: CallArguments<E>) => {
      const options: LooseOptions = given ?? {};
      const text = await requests.send(requests.route(endpoint, options), options, (response) => response.text());
      return (text === '' ? undefined : JSON.parse(text)) as CallResult<E>;
    },
    blob: (endpoint, ...[given]) => {
      const options: LooseOptions = given ?? {};
      return requests.send(requests.route(endpoint, options), options, bytes);
    },
    // The token stays at home: another host has its own signature in the address.
    blobAt: (path, options = {}) => requests.send({ method: 'GET', url: requests.address(path), user: !isAbsolute(path) }, options, bytes),
    address: (path) => requests.address(path),
  };
}

function isAbsolute(path: string): boolean {
  return /^([a-z]+:)?\/\//i.test(path);
}

class Requests {
  private readonly fetch: typeof fetch;
  private readonly clock: Clock;

  constructor(private readonly options: HttpOptions) {
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.clock = options.clock ?? systemClock;
  }

  address(path: string): string {
    return isAbsolute(path) ? path : this.options.url.replace(/\/$/, '') + path;
  }

  route(endpoint: Endpoint, options: LooseOptions): Route {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined && value !== null) query.set(name, String(value));
    }
    const url = this.address(pathOf(endpoint, options.params)) + (query.size > 0 ? `?${query}` : '');
    return { method: endpoint.method, url, user: endpoint.auth === 'user' };
  }

  /** Sends once, and once more with a new token when the first was refused. */
  async send<T>(route: Route, options: LooseOptions, read: (response: Response) => Promise<T>): Promise<T> {
    const tokens = route.user ? this.options.tokens : undefined;
    const token = await tokens?.current();
    try {
      return await this.once(route, options, token, read);
    } catch (error) {
      if (!tokens || !token || !(error instanceof HallwayProblem) || error.status !== 401) throw error;
      if (error.is(sessionRevoked)) {
        tokens.ended(error.code);
        throw error;
      }
      const next = await tokens.replace(token);
      if (!next) throw error;
      return this.once(route, options, next, read);
    }
  }

  private async once<T>(route: Route, options: LooseOptions, token: string | undefined, read: (response: Response) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    let timedOut = false;
    const cancelTimer = this.clock.after(options.timeoutMs ?? this.options.timeoutMs ?? defaultTimeoutMs, () => {
      timedOut = true;
      abort.abort();
    });
    const onAbort = () => abort.abort(options.signal?.reason);
    if (options.signal?.aborted) onAbort();
    options.signal?.addEventListener('abort', onAbort);
    try {
      const response = await this.fetch(route.url, this.init(route, options, token, abort.signal));
      if (!response.ok) throw await problemOf(response, this.clock);
      return await read(response);
    } catch (error) {
      if (error instanceof HallwayProblem) throw error;
      if (options.signal?.aborted) throw options.signal.reason;
      throw new NetworkProblem(timedOut ? 'timeout' : 'failed', { cause: error });
    } finally {
      cancelTimer();
      options.signal?.removeEventListener('abort', onAbort);
    }
  }

  private init(route: Route, options: LooseOptions, token: string | undefined, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json', ...options.headers };
    if (token) headers.authorization = `Bearer ${token}`;
    if (options.body) headers['content-type'] = 'application/json';
    return {
      method: route.method,
      headers,
      body: options.body ? JSON.stringify(options.body) : undefined,
      credentials: options.credentials ?? 'same-origin',
      keepalive: options.keepalive,
      signal,
    };
  }
}
