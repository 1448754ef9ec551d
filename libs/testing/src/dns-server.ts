import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';

const types = { A: 1, AAAA: 28, SRV: 33 } as const;
const kinds = ['A', 'AAAA', 'SRV'] as const;

/** `10.0.0.1`, `::1`, or `0 0 3003 pod-1.test` (priority, weight, port, target). */
type Records = Partial<Record<keyof typeof types, string[]>>;

export interface DnsServer {
  /** Asks this server and no other. */
  resolver: Resolver;
  ttlSeconds: number;
  /** While broken it answers SERVFAIL. */
  broken: boolean;
  set(name: string, records: Records): void;
  close(): void;
}

function encodeName(name: string): Buffer {
  return Buffer.concat([...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);
}

function encodeAddress6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text = '') => text.split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail)];
  return Buffer.concat(all.map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}

function encode(type: keyof typeof types, text: string): Buffer {
  if (type === 'A') return Buffer.from(text.split('.').map(Number));
  if (type === 'AAAA') return encodeAddress6(text);
  const [priority, weight, port, target = ''] = text.split(' ');
  const numbers = Buffer.alloc(6);
  [priority, weight, port].forEach((number, i) => numbers.writeUInt16BE(Number(number), i * 2));
  return Buffer.concat([numbers, encodeName(target)]);
}

/** The name that is asked for, and where the question ends. */
function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** A name server of a few lines: the given names, NXDOMAIN for the rest. */
export async function startDnsServer(): Promise<DnsServer> {
  const names = new Map<string, Records>();
  const socket = createSocket('udp4');
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  const server: DnsServer = { resolver, ttlSeconds: 0, broken: false, set: (name, records) => void names.set(name, records), close: () => void socket.close() };
  socket.on('message', (message, { port, address }) => {
    const { name, type, end } = readQuestion(message);
    const records = names.get(name);
    const kind = kinds.find((one) => types[one] === type);
    const answers = (kind ? (records?.[kind] ?? []) : []).map((text) => {
      const data = encode(kind!, text);
      const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, server.ttlSeconds, 0, data.length]);
      return Buffer.concat([head, data]);
    });
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (server.broken ? 2 : records ? 0 : 3), 2);
    header.writeUInt16BE(server.broken ? 0 : answers.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, message.subarray(12, end), ...(server.broken ? [] : answers)]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return server;
}
