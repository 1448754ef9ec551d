import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to a store that a test can cut and mend. */
export class TestRelay {
  private readonly sockets = new Set<Socket>();
  private cutOff = false;
  private readonly server: Server = createServer((near) => {
    if (this.cutOff) return void near.destroy();
    const far = connect(this.port, this.host);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });

  private constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Answers the relay and the store's address by way of it. */
  static async to(storeUrl: string): Promise<{ relay: TestRelay; url: string }> {
    const url = new URL(storeUrl);
    const relay = new TestRelay(url.hostname, Number(url.port));
    await new Promise<void>((resolve) => relay.server.listen(0, '127.0.0.1', resolve));
    url.port = String((relay.server.address() as AddressInfo).port);
    return { relay, url: url.href };
  }

  cut(): void {
    this.cutOff = true;
    for (const socket of this.sockets) socket.destroy();
  }

  repair(): void {
    this.cutOff = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
