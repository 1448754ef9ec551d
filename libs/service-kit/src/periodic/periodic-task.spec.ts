import { Logger } from '../log';
import { PeriodicTask } from './periodic-task';

const logger = new Logger({ service: 'test', version: '0', instance: 'i', level: 'error' });

describe('PeriodicTask', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('works at once and every now and then, also after a failure, until it is stopped', async () => {
    const work = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    const task = new PeriodicTask('the test', work, logger);
    task.start(1_000);
    await jest.advanceTimersByTimeAsync(2_500);
    expect(work).toHaveBeenCalledTimes(3);
    await task.stop();
    await jest.advanceTimersByTimeAsync(5_000);
    await task.run();
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('never works twice at once, and ends with the run that is under way', async () => {
    const done: string[] = [];
    const work = jest.fn(
      (signal: AbortSignal) =>
        new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => {
            done.push('work');
            resolve();
          }),
        ),
    );
    const task = new PeriodicTask('the test', work, logger);
    task.start(1_000);
    await jest.advanceTimersByTimeAsync(3_500);
    expect(work).toHaveBeenCalledTimes(1);
    await task.stop();
    done.push('stopped');
    expect(done).toEqual(['work', 'stopped']);
  });
});
