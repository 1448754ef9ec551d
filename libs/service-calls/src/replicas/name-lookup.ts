import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses behind one setting, and for how long they may be kept. */
export interface Found {
  urls: string[];
  ttlMs?: number;
}

interface Addresses {
  addresses: string[];
  ttlMs?: number;
}

/** What DNS says when it works and there is nothing of that kind. */
const nothing = new Set(['ENODATA', 'ENOTFOUND']);

/** Whether what the setting names has to be looked up; a certificate is made out to a name, so https stays as it is written. */
export function isLookedUp(setting: string): boolean {
  const { protocol, hostname } = new URL(setting);
  if (protocol === 'srv+http:') return true;
  return protocol === 'http:' && hostname !== 'localhost' && isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
}

/** Finds every replica behind a name: each address of `http://name:port`, each record of `srv+http://_http._tcp.name`. */
export class NameLookup {
  constructor(private readonly resolver = new Resolver({ timeout: 1_000, tries: 2 })) {}

  /** Rejects when DNS cannot say it. */
  async find(setting: string): Promise<Found> {
    const { protocol, hostname, port } = new URL(setting);
    if (protocol !== 'srv+http:') return this.behind(hostname, Number(port || 80));
    const records = await this.resolver.resolveSrv(hostname);
    const found = await Promise.all(records.map((record) => this.behind(record.name, record.port)));
    return { urls: found.flatMap(({ urls }) => urls), ttlMs: shortest(found.map(({ ttlMs }) => ttlMs)) };
  }

  private async behind(host: string, port: number): Promise<Found> {
    const { addresses, ttlMs } = await this.addressesOf(host);
    const urls = addresses.map((address) => new URL(`http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`).origin);
    return { urls: [...new Set(urls)], ttlMs };
  }

  /** Asked of DNS, which says for how long it holds; then of the machine, which also knows its hosts file and search domains. */
  private async addressesOf(host: string): Promise<Addresses> {
    if (isIP(host) !== 0) return { addresses: [host] };
    const answers = host.includes('.')
      ? await Promise.allSettled([this.resolver.resolve4(host, { ttl: true }), this.resolver.resolve6(host, { ttl: true })])
      : [];
    const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    // Half of an answer would make replicas disappear.
    if (records.length > 0 && answers.every(isComplete))
      return { addresses: records.map(({ address }) => address), ttlMs: shortest(records.map(({ ttl }) => ttl * 1_000)) };
    return { addresses: (await lookup(host, { all: true })).map(({ address }) => address) };
  }
}

function isComplete(answer: PromiseSettledResult<unknown>): boolean {
  return answer.status === 'fulfilled' || nothing.has((answer.reason as { code?: string }).code ?? '');
}

function shortest(ttls: (number | undefined)[]): number | undefined {
  const known = ttls.filter((ttl) => ttl !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
