import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type DnsServer, eventually, startDnsServer } from '@hallway/testing';

import { NameLookup, Replicas } from '../src';

let dns: DnsServer;
const known: Replicas[] = [];
const servers: Server[] = [];
beforeEach(async () => {
  dns = await startDnsServer();
});
afterEach(() => {
  for (const replicas of known.splice(0)) replicas.end();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  dns.close();
});

const at = (...settings: string[]) => {
  const replicas = new Replicas(settings, new NameLookup(dns.resolver));
  known.push(replicas);
  return replicas;
};
const urlsOf = async (replicas: Replicas) => (await replicas.all()).map(({ url }) => url);

async function listen(port = 0): Promise<{ url: string; server: Server; port: number }> {
  const server = createServer((_request, response) => void response.end('{}'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return { server, port: bound, url: `http://127.0.0.1:${bound}` };
}

describe('names of replicas', () => {
  it('lead to every address, of both kinds', async () => {
    dns.set('messages.hallway.test', { A: ['10.0.0.2', '10.0.0.1'], AAAA: ['fd00::1'] });
    expect(await urlsOf(at('http://messages.hallway.test:3003'))).toEqual(['http://10.0.0.1:3003', 'http://10.0.0.2:3003', 'http://[fd00::1]:3003']);
  });

  it('of service records lead to the ports that these say', async () => {
    dns.set('_http._tcp.messages.hallway.test', { SRV: ['0 0 3003 pod-1.hallway.test', '0 0 4003 pod-2.hallway.test'] });
    dns.set('pod-1.hallway.test', { A: ['10.0.0.1'] });
    dns.set('pod-2.hallway.test', { A: ['10.0.0.2'] });
    expect(await urlsOf(at('srv+http://_http._tcp.messages.hallway.test'))).toEqual(['http://10.0.0.1:3003', 'http://10.0.0.2:4003']);
  });

  it('stand beside addresses in one list, each replica once', async () => {
    dns.set('messages.hallway.test', { A: ['10.0.0.1'] });
    expect(await urlsOf(at('http://messages.hallway.test:3003', 'http://10.0.0.1:3003/', 'https://messages.hallway.test', 'http://localhost:1'))).toEqual([
      'http://10.0.0.1:3003',
      'http://localhost:1',
      'https://messages.hallway.test',
    ]);
  });

  it('are looked up again: who comes is asked, who goes is not', async () => {
    dns.set('messages.hallway.test', { A: ['10.0.0.1'] });
    const replicas = at('http://messages.hallway.test:80');
    expect(await urlsOf(replicas)).toEqual(['http://10.0.0.1']);
    dns.set('messages.hallway.test', { A: ['10.0.0.2', '10.0.0.3'] });
    await eventually(async () => expect(await urlsOf(replicas)).toEqual(['http://10.0.0.2', 'http://10.0.0.3']));
  });

  it('are kept as long as DNS says, and looked up at once where all must be notified', async () => {
    dns.ttlSeconds = 60;
    dns.set('realtime.hallway.test', { A: ['10.0.0.1'] });
    const replicas = at('http://realtime.hallway.test:3005');
    await replicas.all();
    dns.set('realtime.hallway.test', { A: ['10.0.0.1', '10.0.0.2'] });
    expect(await urlsOf(replicas)).toEqual(['http://10.0.0.1:3005']);
    expect((await replicas.allNow()).map(({ url }) => url)).toEqual(['http://10.0.0.1:3005', 'http://10.0.0.2:3005']);
  });

  it.each(['it fails', 'it names no replica'])('keep what DNS said last while %s', async (how) => {
    dns.set('messages.hallway.test', { A: ['10.0.0.1', '10.0.0.2'] });
    const replicas = at('http://messages.hallway.test:3003');
    await replicas.all();
    if (how === 'it fails') dns.broken = true;
    else dns.set('messages.hallway.test', {});
    expect(await replicas.allNow()).toHaveLength(2);
    dns.broken = false;
    dns.set('messages.hallway.test', { A: ['10.0.0.3'] });
    expect((await replicas.allNow()).map(({ url }) => url)).toEqual(['http://10.0.0.3:3003']);
  });

  it('of an unknown name are none, without an error', async () => {
    expect(await at('http://nowhere.hallway.test:3003').inTurn()).toEqual([]);
  });
});

describe('choosing among replicas', () => {
  it('gives each its turn', async () => {
    const replicas = at('http://10.0.0.1', 'http://10.0.0.2', 'http://10.0.0.3');
    const firsts = await Promise.all(Array.from({ length: 6 }, async () => (await replicas.inTurn())[0]?.url));
    expect(new Set(firsts.slice(0, 3)).size).toBe(3);
    expect(firsts.slice(3)).toEqual(firsts.slice(0, 3));
  });

  it('begins with the same one for a key, wherever it is chosen, and moves few keys when one is added', async () => {
    const urls = ['http://10.0.0.1', 'http://10.0.0.2', 'http://10.0.0.3'];
    const [here, there, more] = [at(...urls), at(...urls.reverse()), at(...urls, 'http://10.0.0.4')];
    const keys = Array.from({ length: 400 }, (_, i) => `address ${i}`);
    const firsts = (replicas: Replicas) => Promise.all(keys.map(async (key) => (await replicas.inTurnFor(key))[0]?.url));
    const [before, elsewhere, after] = await Promise.all([firsts(here), firsts(there), firsts(more)]);
    expect(elsewhere).toEqual(before);
    expect(new Set(before).size).toBe(3);
    const moved = keys.filter((_, i) => before[i] !== after[i]);
    expect(moved.every((key) => after[keys.indexOf(key)] === 'http://10.0.0.4')).toBe(true);
    expect(moved.length).toBeLessThan(200);
  });

  it('asks one that failed last until a probe finds it again', async () => {
    const [one, other] = [await listen(), await listen()];
    const replicas = at(one.url, other.url);
    const failing = (await replicas.all()).find(({ url }) => url === one.url);
    one.server.close();
    failing?.failed();
    const firsts = () => Promise.all([1, 2, 3, 4].map(async () => (await replicas.inTurn())[0]?.url));
    // Longer than the first rest: no request is sent there to try.
    await eventually(async () => expect(await firsts()).toEqual(Array(4).fill(other.url)));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await firsts()).toEqual(Array(4).fill(other.url));
    await listen(one.port);
    await eventually(async () => expect(new Set(await firsts())).toEqual(new Set([one.url, other.url])), { timeoutMs: 10_000 });
  });

  it('does not believe that one is away because a call takes long, and finds out that it is frozen', async () => {
    const slow = await listen();
    const frozen = createServer(() => undefined);
    servers.push(frozen);
    await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
    const replicas = at(slow.url, `http://127.0.0.1:${(frozen.address() as AddressInfo).port}`);
    for (const replica of await replicas.all()) replica.doubted();
    await eventually(async () =>
      expect((await replicas.all()).map(({ url, resting }) => [url === slow.url, resting])).toEqual(
        expect.arrayContaining([
          [true, false],
          [false, true],
        ]),
      ),
    );
  });
});
