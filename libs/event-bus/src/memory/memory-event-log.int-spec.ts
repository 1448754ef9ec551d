import { describeEventBus } from '../testing/event-bus-suite';
import { fastTuning } from '../testing/fast-tuning';
import { MemoryEventLog } from './memory-event-log';

describeEventBus('memory', async () => {
  let log = new MemoryEventLog(fastTuning);
  return {
    newLog: () => log,
    wipe: async () => log.wipe(),
    reset: async () => {
      log = new MemoryEventLog(fastTuning);
    },
    close: async () => undefined,
  };
});
