import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a store that can be cut and mended. */
export interface CuttableProxy {
  /** The store's URL with the address of the proxy. */
  url: string;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  repair(): Promise<void>;
  close(): Promise<void>;
}

export async function startCuttableProxy(storeUrl: string): Promise<CuttableProxy> {
  const target = new URL(storeUrl);
  const open = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const forward = (client: Socket) => {
    const store = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, store],
      [store, client],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  const listen = async () => {
    const made = createServer(forward);
    await new Promise<void>((resolve) => made.listen(port, '127.0.0.1', resolve));
    port = (made.address() as AddressInfo).port;
    server = made;
  };
  const cut = async () => {
    const closing = server;
    server = undefined;
    const closed = closing && new Promise((resolve) => closing.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  await listen();
  const url = Object.assign(new URL(storeUrl), { host: `127.0.0.1:${port}` }).href;
  return { url, cut, repair: listen, close: cut };
}
