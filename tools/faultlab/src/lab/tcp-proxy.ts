import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

import type { NetworkWeather } from './network-weather';
import { ProxiedConnection } from './proxied-connection';

/** A proxy on this machine whose network goes wrong on command. */
export class TcpProxy {
  private readonly connections = new Set<ProxiedConnection>();
  private weather: NetworkWeather = {};
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly server: Server,
    private target: { host: string; port: number },
    private readonly random: () => number,
  ) {
    server.on('connection', (client) => {
      if (this.weather.refuse) return client.resetAndDestroy();
      const connection: ProxiedConnection = new ProxiedConnection(client, { target: this.target, weather: () => this.weather, random }, () =>
        this.connections.delete(connection),
      );
      this.connections.add(connection);
    });
  }

  static async listen(target: { host: string; port: number }, random: () => number = Math.random): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target, random);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get open(): number {
    return this.connections.size;
  }

  /** Another weather, for what is on its way too. */
  become(weather: NetworkWeather): void {
    this.weather = weather;
    for (const connection of [...this.connections]) connection.weatherChanged();
  }

  /** Another server is behind it from now on; connections to the old one end. */
  leadTo(port: number): void {
    this.target = { ...this.target, port };
    this.each((connection) => connection.reset());
  }

  /** Does this to a share of the connections, all unless said. */
  each(work: (connection: ProxiedConnection) => void, share = 1): void {
    for (const connection of [...this.connections]) if (share >= 1 || this.random() < share) work(connection);
  }

  /** Repeats until {@link calm}. */
  every(ms: number, work: () => void): void {
    clearInterval(this.timer);
    this.timer = setInterval(work, ms);
  }

  /** A good day again. */
  calm(): void {
    clearInterval(this.timer);
    this.become({});
  }

  async close(): Promise<void> {
    this.calm();
    this.server.close();
    this.each((connection) => connection.reset());
    await once(this.server, 'close');
  }
}
