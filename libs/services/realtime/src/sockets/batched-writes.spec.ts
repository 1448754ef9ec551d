import { BatchedWrites } from './batched-writes';

describe('writes of one turn', () => {
  const aConnection = () => {
    const calls: string[] = [];
    const tcp = { cork: () => calls.push('cork'), uncork: () => calls.push('uncork') };
    return { calls, flush: () => void calls.push('flush'), transport: { socket: { _socket: tcp as never } } };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('flushes a connection once for all that a turn sends, as one write', async () => {
    const connection = aConnection();
    new BatchedWrites(() => undefined).attach(connection);
    for (let count = 0; count < 5; count += 1) connection.flush();
    await Promise.resolve();
    connection.flush();
    expect(connection.calls).toEqual([]);
    await turn();
    expect(connection.calls).toEqual(['cork', 'flush', 'uncork']);
  });

  it('does what must come first before it writes anything', async () => {
    const connection = aConnection();
    const writes = new BatchedWrites(() => connection.calls.push('before'));
    writes.attach(connection);
    connection.flush();
    await turn();
    expect(connection.calls).toEqual(['before', 'cork', 'flush', 'uncork']);
  });

  it('flushes again what is sent in the next turn', async () => {
    const connection = aConnection();
    new BatchedWrites(() => undefined).attach(connection);
    connection.flush();
    await turn();
    connection.flush();
    await turn();
    expect(connection.calls.filter((call) => call === 'flush')).toHaveLength(2);
  });

  it('serves connections that have no TCP socket of their own', async () => {
    const calls: string[] = [];
    const polling = { flush: () => void calls.push('flush'), transport: {} };
    new BatchedWrites(() => undefined).attach(polling);
    polling.flush();
    await turn();
    expect(calls).toEqual(['flush']);
  });
});
