import type { ProblemDefinition } from './problem';

/** A class whose instances travel on the wire; validated by class-validator. */
export type WireClass<T extends object = object> = new () => T;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call: a signed-in user, anybody, or another Hallway service. */
export type Audience = 'user' | 'anonymous' | 'service';

export interface EndpointOptions<Body extends object, Query extends object, Returns extends object> {
  summary: string;
  auth?: Audience;
  body?: WireClass<Body>;
  query?: WireClass<Query>;
  returns?: WireClass<Returns>;
  /** The success status; 200 unless said, 204 when nothing is returned. */
  status?: number;
  /** Further success statuses with the same body, such as 200 for a repeated create. */
  alsoStatus?: number[];
  /** The body or the answer is bytes, not JSON. */
  raw?: boolean;
  /** The same call may be made again though its method does not say so: it does nothing, or nothing twice. */
  idempotent?: boolean;
  problems?: ProblemDefinition[];
}

/** One HTTP route as data: the service, the gateway, the SDK and the documents derive from it. */
export interface Endpoint<Body extends object = object, Query extends object = object, Returns extends object = object>
  extends Omit<EndpointOptions<Body, Query, Returns>, 'auth' | 'status' | 'problems'> {
  method: HttpMethod;
  /** Path below `/api/v1` (or `/internal` for services), with `:name` parameters. */
  path: string;
  auth: Audience;
  status: number;
  problems: ProblemDefinition[];
}

/** What a call of the endpoint gives back. */
export type ReturnsOf<E> = E extends Endpoint<infer _Body, infer _Query, infer Returns> ? Returns : never;
export type BodyOf<E> = E extends Endpoint<infer Body, infer _Query, infer _Returns> ? Body : never;
export type QueryOf<E> = E extends Endpoint<infer _Body, infer Query, infer _Returns> ? Query : never;

/** A group of endpoints of one noun, by call name. */
export type Api = Record<string, Endpoint>;

function define(method: HttpMethod) {
  return <Body extends object = object, Query extends object = object, Returns extends object = object>(
    path: string,
    options: EndpointOptions<Body, Query, Returns>,
  ): Endpoint<Body, Query, Returns> => ({
    ...options,
    method,
    path,
    auth: options.auth ?? 'user',
    status: options.status ?? (options.returns || options.raw ? 200 : 204),
    problems: options.problems ?? [],
  });
}

export const get = define('GET');
export const post = define('POST');
export const put = define('PUT');
export const patch = define('PATCH');
export const del = define('DELETE');

/** Where public routes live. */
export const publicPrefix = '/api/v1';
/** Where routes between services live; never reachable through the gateway. */
export const internalPrefix = '/internal';

/** The path on the wire, prefix included. */
export function fullPath(endpoint: Pick<Endpoint, 'auth' | 'path'>): string {
  return (endpoint.auth === 'service' ? internalPrefix : publicPrefix) + endpoint.path;
}
