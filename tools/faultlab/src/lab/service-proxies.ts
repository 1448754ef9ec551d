import type { LabNeeds } from './lab-needs';
import { TcpProxy } from './tcp-proxy';

/** The proxies between services and what they call, made as their environments name the addresses. */
export class ServiceProxies {
  private readonly proxies = new Map<string, Promise<TcpProxy>>();

  constructor(private readonly options: LabNeeds & { random: () => number }) {}

  /** The environment of a replica with the addresses of proxies, where the fault asks for them. */
  readonly adjust = async (instance: string, given: Record<string, string>): Promise<Record<string, string>> => {
    const { proxied = [], between, envOf = {} } = this.options;
    const env = { ...given, ...envOf[instance] };
    if (proxied.includes('redis')) await this.lead(env, 'REDIS_URL', 'redis');
    const databases = Object.keys(env).filter((name) => name.endsWith('DATABASE_URL'));
    if (proxied.includes('postgres')) for (const name of databases) await this.lead(env, name, 'postgres');
    if (between && isOf(instance, between.from)) await this.lead(env, `${between.to.toUpperCase()}_URL`, between.to);
    return env;
  };

  /** All proxies of one kind: `redis`, `postgres`, or the service that is called. */
  async to(kind: string): Promise<TcpProxy[]> {
    const found = [...this.proxies].filter(([key]) => key.startsWith(`${kind} `)).map(([, proxy]) => proxy);
    if (found.length === 0) throw new Error(`Nothing leads to ${kind} through a proxy`);
    return Promise.all(found);
  }

  async close(): Promise<void> {
    await Promise.all([...this.proxies.values()].map(async (proxy) => (await proxy).close()));
  }

  private async lead(env: Record<string, string>, name: string, kind: string): Promise<void> {
    const urls = (env[name] ?? '').split(',').map(async (address) => {
      const url = new URL(address);
      const key = `${kind} ${url.host}`;
      const proxy = this.proxies.get(key) ?? TcpProxy.listen({ host: url.hostname, port: Number(url.port) }, this.options.random);
      this.proxies.set(key, proxy);
      url.port = String((await proxy).port);
      return url.href.replace(/\/$/, '');
    });
    env[name] = (await Promise.all(urls)).join(',');
  }
}

function isOf(instance: string, service: string): boolean {
  return instance === service || instance.startsWith(`${service}-`);
}
