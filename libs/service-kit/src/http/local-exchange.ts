import type { Endpoint } from '@hallway/contracts-core';

/** A call between two services of one process, as plain JSON. */
export interface LocalCall {
  endpoint: Endpoint;
  params: Record<string, string>;
  /** Values as they are in an address. */
  query: Record<string, string>;
  body: unknown;
  /** The access token of the user for whom the call is made, where the endpoint is for users. */
  bearer?: string;
}

/** What a handler answered: a success or a problem, as plain JSON. */
export interface LocalAnswer {
  status: number;
  value: unknown;
}

/** What a handler is given in place of an HTTP request: read already, and not by a stream. */
export class LocalRequest {
  readonly headers: Record<string, string>;
  readonly method: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly json: unknown;

  constructor({ endpoint, params, query, body, bearer }: LocalCall) {
    this.headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    this.method = endpoint.method;
    this.path = endpoint.path;
    this.params = params;
    this.query = query;
    this.json = body;
  }
}

/** What a handler answers on in place of an HTTP response; as much of Express as answers of JSON need. */
export class LocalResponse {
  statusCode = 200;
  headersSent = false;
  readonly destroyed = false;
  private readonly headers = new Map<string, unknown>();
  private finish!: (answer: LocalAnswer) => void;
  readonly answered = new Promise<LocalAnswer>((resolve) => (this.finish = resolve));

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  setHeader(name: string, value: unknown): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  /** As Express calls it. */
  set(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  getHeader(name: string): unknown {
    return this.headers.get(name.toLowerCase());
  }

  json(value: unknown): void {
    this.headersSent = true;
    this.finish({ status: this.statusCode, value });
  }

  send(): void {
    this.json(undefined);
  }

  /** Problems come as text. */
  end(text?: string): void {
    this.json(text === undefined ? undefined : JSON.parse(text));
  }
}
