import pg from 'pg';

/** Called when a query begins, with what kind it is; what it returns, when it has ended. */
export type QueryObserver = (operation: string) => (seconds: number) => void;

type Callback = (...outcome: unknown[]) => void;

const verbs = new Set(['select', 'insert', 'update', 'delete', 'with', 'begin', 'start', 'commit', 'rollback']);

/** The name of a prepared statement, or the verb. Few values: it is a label. */
function operationOf(query: unknown): string {
  if (typeof query === 'object' && query !== null) {
    const { name, text } = query as { name?: unknown; text?: unknown };
    return typeof name === 'string' ? name : operationOf(text);
  }
  const verb = typeof query === 'string' ? (/^\s*([a-z]+)/i.exec(query)?.[1] ?? '').toLowerCase() : '';
  return verbs.has(verb) ? verb : 'other';
}

/**
 * A client that measures every query. It may end at any time without an uncaught error:
 * on its way from the pool to its borrower, neither of them listens. The borrower learns it from the next query.
 */
export function meteredClient(observe: QueryObserver, Client: typeof pg.Client): typeof pg.Client {
  class MeteredClient extends Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.on('error', () => undefined);
    }
  }
  const plainQuery = pg.Client.prototype.query as (...input: unknown[]) => unknown;
  Object.defineProperty(MeteredClient.prototype, 'query', {
    value: function query(this: pg.Client, ...input: unknown[]): unknown {
      const ended = observe(operationOf(input[0]));
      const started = performance.now();
      const done = () => ended((performance.now() - started) / 1_000);
      const callback = input.at(-1);
      if (typeof callback === 'function') {
        input[input.length - 1] = (...outcome: unknown[]) => {
          done();
          (callback as Callback)(...outcome);
        };
      }
      const result = plainQuery.apply(this, input);
      if (result instanceof Promise) result.then(done, done);
      return result;
    },
  });
  return MeteredClient;
}
