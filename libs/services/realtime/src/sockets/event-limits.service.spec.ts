import { RealtimeConfig } from '../config';
import { EventLimitsService } from './event-limits.service';
import type { HallwaySocket } from './hallway-socket';

describe('event limits', () => {
  const limits = (state: 'on' | 'off') => new EventLimitsService(Object.assign(new RealtimeConfig(), { RATE_LIMITS: state }));
  const aSocket = () => {
    const ended: boolean[] = [];
    return { socket: { data: { userId: 'u' }, disconnect: () => ended.push(true) } as unknown as HallwaySocket, ended };
  };
  const tried = (work: () => void) => {
    try {
      work();
      return 'ok';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('forgives one busy second', async () => {
    const { socket, ended } = aSocket();
    const on = limits('on');
    const answers = Array.from({ length: 100 }, () => tried(() => on.takeEvent(socket, 1_000)));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(60);
    expect(answers.at(-1)).toBe('rate-limited');
    await settled();
    expect(ended).toEqual([]);
  });

  it('ends the connection of a client that goes too fast second after second', async () => {
    const { socket, ended } = aSocket();
    const on = limits('on');
    for (let second = 1; second <= 5; second += 1) for (let count = 0; count < 100; count += 1) tried(() => on.takeEvent(socket, second * 1_000));
    await settled();
    expect(ended.length).toBeGreaterThan(0);
  });

  it('counts sends by user', () => {
    const on = limits('on');
    const answers = Array.from({ length: 40 }, () => tried(() => on.takeSend(aSocket().socket, 1_000)));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(30);
    expect(tried(() => on.takeSend(aSocket().socket, 2_000))).toBe('ok');
  });

  it('counts nothing when switched off', () => {
    const { socket } = aSocket();
    const off = limits('off');
    expect(Array.from({ length: 500 }, () => tried(() => off.takeEvent(socket, 1_000)))).not.toContain('rate-limited');
  });
});
