import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import { eventually } from '@hallway/testing';

import { TcpProxy } from './tcp-proxy';

let server: Server;
let proxy: TcpProxy;
let reached: Socket[];
const opened: Socket[] = [];

beforeEach(async () => {
  reached = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined); // a reset is what some tests are about
    reached.push(socket);
    socket.on('data', (data) => socket.write(data));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await TcpProxy.listen({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.close();
  server.close();
});

interface Caller {
  socket: Socket;
  received(): string;
  closed(): boolean;
}

async function call(options: { allowHalfOpen?: boolean } = {}): Promise<Caller> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', ...options });
  opened.push(socket);
  let [text, closed] = ['', false];
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', () => undefined); // told by the close
  socket.on('close', () => (closed = true));
  await once(socket, 'connect');
  return { socket, received: () => text, closed: () => closed };
}

describe('tcp proxy', () => {
  it('passes bytes on in order, however late', async () => {
    proxy.become({ latencyMs: 5, jitterMs: 10 });
    const { socket, received } = await call();
    for (let n = 0; n < 20; n += 1) socket.write(`${n} `);
    await eventually(() => expect(received()).toBe(Array.from({ length: 20 }, (_, n) => `${n} `).join('')));
  });

  it('holds what is sent into a black hole, and passes it on afterwards', async () => {
    const { socket, received } = await call();
    socket.write('a');
    await eventually(() => expect(received()).toBe('a'));
    proxy.become({ blackHole: true });
    socket.write('b');
    proxy.become({});
    await eventually(() => expect(received()).toBe('ab'));
  });

  it('loses one direction, and ends such a connection with the weather', async () => {
    const { socket, received, closed } = await call();
    proxy.become({ lost: 'to-client' });
    socket.write('question');
    await eventually(() => (reached[0]?.bytesRead ?? 0) === 'question'.length);
    await eventually(() => (reached[0]?.bytesWritten ?? 0) === 'question'.length);
    await eventually(() => {
      proxy.become({});
      return closed();
    });
    expect(received()).toBe('');
  });

  it('closes, although one side of a connection is still open', async () => {
    const { socket } = await call({ allowHalfOpen: true });
    const ended = once(socket, 'end');
    socket.resume();
    await eventually(() => reached.length === 1);
    const gone = new Promise((resolve) => reached[0]?.once('close', resolve));
    reached[0]?.destroy();
    await gone;
    await ended;
    await proxy.close();
    proxy = await TcpProxy.listen({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  it('resets, cuts in the middle, and refuses', async () => {
    const first = await call();
    first.socket.write('x');
    await eventually(() => first.received() === 'x');
    proxy.each((connection) => connection.reset());
    await eventually(() => first.closed());

    const second = await call();
    second.socket.write('y');
    await eventually(() => second.received() === 'y');
    proxy.each((connection) => connection.cutAfter(1));
    second.socket.write('yy');
    await eventually(() => second.closed());

    proxy.become({ refuse: true });
    const third = connect(proxy.port, '127.0.0.1');
    opened.push(third);
    await expect(once(third, 'close')).rejects.toThrow('ECONNRESET');
  });
});
