import { untilBeat } from './beat';

describe('untilBeat', () => {
  const at = (now: number, everyMs: number) => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(now);
    const left = untilBeat(everyMs);
    clock.mockRestore();
    return left;
  };

  it('brings everything that is done as often to the same moment, whenever it began', () => {
    expect([10_020, 10_500, 10_990].map((now) => now + at(now, 1_000))).toEqual([11_000, 11_000, 11_000]);
  });

  it('brings what is done less often to some of these moments', () => {
    expect(11_020 + at(11_020, 2_000)).toBe(12_000);
  });

  it('takes a timer that came a little early for the beat itself', () => {
    expect(10_999 + at(10_999, 1_000)).toBe(12_000);
  });

  it('is never much longer than asked for', () => {
    for (let now = 0; now < 3_000; now += 7) expect(at(now, 250)).toBeLessThanOrEqual(252);
  });
});
