import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import pg from 'pg';

import { meteredClient } from './metered-client';

/** As PostgreSQL writes its messages: a letter, the length, the content. */
function packet(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

const signedIn = packet('R', Buffer.alloc(4));
const ready = packet('Z', Buffer.from('I'));
const shuttingDown = packet('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'));

describe('a database that dies while a connection is made', () => {
  let server: Server;
  let pool: pg.Pool;

  beforeAll(async () => {
    // What waits when the client gets to read: it may connect, and the end.
    server = createServer((socket) => socket.once('data', () => socket.end(Buffer.concat([signedIn, ready, shuttingDown]))));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    pool = new pg.Pool({ host: '127.0.0.1', port, user: 'u', password: 'p', database: 'd', Client: meteredClient(() => () => undefined, pg.Client) });
  });
  afterAll(async () => {
    await pool.end();
    server.close();
  });

  it('fails what is asked of it, and not the process', async () => {
    const client = await pool.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release();
    expect(pool.totalCount).toBe(0);
  });
});
