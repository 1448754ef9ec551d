import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

import { eventually } from '@hallway/testing';

import { protectServer } from './protect-server';

describe('a protected server', () => {
  let server: Server;
  let sockets: Socket[];

  const start = async (perAddress?: number, answer: RequestListener = (_request, response) => response.end('ok')): Promise<number> => {
    sockets = [];
    server = createServer(answer);
    protectServer(server, perAddress);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (port: number, from = '127.0.0.1'): { socket: Socket; text: () => string } => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    sockets.push(socket);
    return { socket, text: () => text };
  };

  it('closes connections that say nothing without a word, and those that say half a request with 408, in seconds', async () => {
    const port = await start();
    const silent = Array.from({ length: 50 }, () => open(port));
    const half = open(port);
    half.socket.write('GET / HTTP/1.1\r\nHost:');
    const dribble = open(port);
    dribble.socket.write('GET / HTTP/1.1\r\n');
    const drop = setInterval(() => dribble.socket.write('A: b\r\n'), 500);
    await eventually(() => [...silent, half, dribble].every(({ socket }) => socket.destroyed), { timeoutMs: 20_000, everyMs: 100 });
    clearInterval(drop);
    expect(silent.map(({ text }) => text())).toEqual(silent.map(() => ''));
    expect([half.text(), dribble.text()]).toEqual([expect.stringMatching(/^HTTP\/1.1 408/), expect.stringMatching(/^HTTP\/1.1 408/)]);
  }, 30_000);

  it('answers the next request of a connection although the body before it was not read to its end', async () => {
    const port = await start(0, (request, response) => {
      request.once('data', () => {
        request.pause();
        response.writeHead(413).end();
      });
      if (request.method === 'GET') response.end('next');
    });
    const { socket, text } = open(port);
    socket.write(`PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}GET / HTTP/1.1\r\nHost: x\r\n\r\n`);
    await eventually(() => expect(text()).toMatch(/^HTTP\/1.1 413 [^]*HTTP\/1.1 200 [^]*next/));
  });

  it('waits only seconds for the end of a body that was answered', async () => {
    const port = await start(0, (request, response) => void request.once('data', () => response.writeHead(413).end()));
    const { socket, text } = open(port);
    socket.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\nx');
    await eventually(() => text().includes(' 413 '));
    const drop = setInterval(() => socket.write('x'), 500);
    await eventually(() => socket.destroyed, { timeoutMs: 20_000, everyMs: 100 }).finally(() => clearInterval(drop));
  }, 30_000);

  it('gives one address only so many connections, others theirs, and takes new ones when old ones go', async () => {
    const port = await start(3);
    const answers = async (from: string): Promise<boolean> => {
      const { socket, text } = open(port, from);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await eventually(() => socket.destroyed || text().includes('200 OK'));
      return text().includes('200 OK');
    };
    expect([await answers('127.0.0.1'), await answers('127.0.0.1'), await answers('127.0.0.1'), await answers('127.0.0.1')]).toEqual([true, true, true, false]);
    expect(await answers('127.0.0.2')).toBe(true);
    sockets[0]?.destroy();
    await eventually(() => answers('127.0.0.1'));
  });
});
