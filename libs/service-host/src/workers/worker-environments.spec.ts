import { workerEnvironments } from './worker-environments';

describe('the environments of workers', () => {
  it('count ports from those that are given, and name the realtime of all of them', async () => {
    const of = await workerEnvironments({ OPS_PORT: '9000', REALTIME_PORT: '4000', REALTIME_URL: 'http://elsewhere:1' }, 2);
    const realtime = { REALTIME_HOST: '127.0.0.1', REALTIME_URL: 'http://elsewhere:1,http://127.0.0.1:4000,http://127.0.0.1:4001' };
    expect([of(0), of(1)]).toEqual([
      { OPS_PORT: '9000', REALTIME_PORT: '4000', ...realtime },
      { OPS_PORT: '9001', REALTIME_PORT: '4001', ...realtime },
    ]);
  });

  it('take free ports, each its own and the same in every life, where none are given', async () => {
    const of = await workerEnvironments({ OPS_PORT: '0' }, 3);
    const ports = [0, 1, 2].flatMap((worker) => [of(worker).OPS_PORT, of(worker).REALTIME_PORT]).map(Number);
    expect(new Set(ports).size).toBe(6);
    expect(Math.min(...ports)).toBeGreaterThan(1_024);
    expect(of(1)).toEqual(of(1));
  });

  it('give each life of a worker a name of its own', async () => {
    const of = await workerEnvironments({ INSTANCE_ID: 'house' }, 2);
    const names = [of(0), of(0), of(1)].map(({ INSTANCE_ID }) => INSTANCE_ID);
    expect(new Set(names).size).toBe(3);
    expect(names.map((name) => name?.replace(/[0-9a-f]{6}$/, ''))).toEqual(['house-1-', 'house-1-', 'house-2-']);
  });

  it('are refused when two of their ports are the same', async () => {
    await expect(workerEnvironments({ OPS_PORT: '9000', REALTIME_PORT: '9001' }, 2)).rejects.toThrow('overlap');
  });

  it('leave it to the workers to refuse what is no port', async () => {
    const of = await workerEnvironments({ OPS_PORT: 'many' }, 2);
    expect(of(1).OPS_PORT).toBe('many');
  });
});
