import type { ProblemDefinition } from './problem.ts';

/** A class whose instances travel on the wire; validated by class-validator. */
export type WireClass<T extends object = object> = new () => T;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The services that answer calls. */
export const serviceNames = ['auth', 'conversations', 'messages', 'uploads', 'realtime'] as const;
export type ServiceName = (typeof serviceNames)[number];

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
  /** Body and answer are plain JSON, made for the one call: within a process they need no copy. */
  fresh?: boolean;
  problems?: ProblemDefinition[];
}

/** One HTTP route as data: the service, the gateway, the SDK and the documents derive from it. */
export interface Endpoint<Body extends object = object, Query extends object = object, Returns extends object = object> extends Omit<
  EndpointOptions<Body, Query, Returns>,
  'auth' | 'status' | 'problems'
> {
  /** Who answers it. */
  service: ServiceName;
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

/** An endpoint before it is said whose it is. */
type Route<Body extends object = object, Query extends object = object, Returns extends object = object> = Omit<Endpoint<Body, Query, Returns>, 'service'>;

/** A group of endpoints of one noun, by call name. */
export type Api = Record<string, Endpoint>;

function define(method: HttpMethod) {
  return <Body extends object = object, Query extends object = object, Returns extends object = object>(
    path: string,
    options: EndpointOptions<Body, Query, Returns>,
  ): Route<Body, Query, Returns> => ({
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

/** The endpoints of one noun that a service answers. */
export function defineApi<Routes extends Record<string, Route>>(
  service: ServiceName,
  routes: Routes,
): { [Name in keyof Routes]: Routes[Name] & Pick<Endpoint, 'service'> } {
  const owned = Object.entries(routes).map(([name, route]) => [name, { ...route, service }]);
  return Object.fromEntries(owned) as { [Name in keyof Routes]: Routes[Name] & Pick<Endpoint, 'service'> };
}

/** Where public routes live. */
export const publicPrefix = '/api/v1';
/** Where routes between services live; never reachable through the gateway. */
export const internalPrefix = '/internal';

/** The path on the wire, prefix included, with `:name` where parameters go. */
export function fullPath(endpoint: Pick<Endpoint, 'auth' | 'path'>): string {
  return (endpoint.auth === 'service' ? internalPrefix : publicPrefix) + endpoint.path;
}

/**
 * The path of one call, each parameter encoded and in its place.
 *
 * @throws TypeError when a parameter is missing
 */
export function pathOf(endpoint: Pick<Endpoint, 'auth' | 'path'>, params: Readonly<Record<string, string>> = {}): string {
  return fullPath(endpoint).replace(/:(\w+)/g, (_all, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`The parameter ${name} of ${endpoint.path} is missing`);
    return encodeURIComponent(value);
  });
}
