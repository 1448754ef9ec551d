import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const connectWithinMs = 1_000;

/** No process took the connection: nothing of the request has left, so that another replica can have it whatever it says. */
export class NeverConnected extends Error {}

/** Hands a socket out only once it is connected, so that no byte of a body is lost to a replica that is not there. */
export class ConnectedAgent extends Agent {
  override createConnection(options: ClientRequestArgs, callback?: (error: Error | null, socket: Duplex) => void): undefined {
    const socket: Socket = connect({ ...options, keepAlive: true } as NetConnectOpts);
    const done = (error: Error | null): void => {
      clearTimeout(timer);
      socket.off('connect', connected).off('error', failed);
      callback?.(error, socket);
    };
    const connected = (): void => done(null);
    const failed = (cause: Error): void => done(new NeverConnected('The connection was not taken', { cause }));
    const timer = setTimeout(() => socket.destroy(new Error(`No connection within ${connectWithinMs} ms`)), connectWithinMs);
    socket.once('connect', connected).once('error', failed);
    return undefined;
  }
}
