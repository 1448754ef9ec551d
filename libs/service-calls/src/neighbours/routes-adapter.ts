import { ExpressAdapter } from '@nestjs/platform-express';

import { fullPath } from '@hallway/contracts-core';
import { type LocalAnswer, type LocalCall, LocalRequest, LocalResponse } from '@hallway/service-kit/http';

/** A handler as Nest gives it to a router: guards, interceptors, filters and the answer are in it. */
type RouteHandler = (request: unknown, response: unknown, next: (error?: unknown) => void) => unknown;

type Registration = Parameters<ExpressAdapter['get']>;

const keyOf = (method: string, path: string): string => `${method} ${path}`;

/**
 * Express, and beside it a list of the handlers that Nest registers. A call from the same process runs the handler
 * that a request from the network would have been routed to; there is no second path to it.
 */
export class RoutesAdapter extends ExpressAdapter {
  private readonly handlers = new Map<string, RouteHandler>();

  override get(...args: unknown[]): unknown {
    return super.get(...this.remember('GET', args));
  }

  override post(...args: unknown[]): unknown {
    return super.post(...this.remember('POST', args));
  }

  override put(...args: unknown[]): unknown {
    return super.put(...this.remember('PUT', args));
  }

  override patch(...args: unknown[]): unknown {
    return super.patch(...this.remember('PATCH', args));
  }

  override delete(...args: unknown[]): unknown {
    return super.delete(...this.remember('DELETE', args));
  }

  /** @throws TypeError when this service does not serve the endpoint, which is a mistake of the caller's */
  async call(call: LocalCall): Promise<LocalAnswer> {
    const handler = this.handlers.get(keyOf(call.endpoint.method, fullPath(call.endpoint)));
    if (!handler) throw new TypeError(`${call.endpoint.method} ${call.endpoint.path} is not served here`);
    const response = new LocalResponse();
    const failed = new Promise<never>((_resolve, reject) => {
      void handler(new LocalRequest(call), response, (error) => reject(error ?? new Error('The handler passed the call on')));
    });
    return Promise.race([response.answered, failed]);
  }

  private remember(method: string, args: unknown[]): Registration {
    const [path, handler] = args;
    if (typeof path === 'string' && typeof handler === 'function') this.handlers.set(keyOf(method, path), handler as RouteHandler);
    return args as Registration;
  }
}
