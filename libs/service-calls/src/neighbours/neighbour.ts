import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { LocalAnswer, LocalCall } from '@hallway/service-kit/http';

/** A service as the others of its process see it. */
export interface Neighbour {
  /** Runs the endpoint's handler, with its guards and checks, in the request context of the moment. Rejects with nothing a handler throws. */
  call(call: LocalCall): Promise<LocalAnswer>;
  /** Takes over a request that another server of this process received. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Likewise a connection that wants to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}
