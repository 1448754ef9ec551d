import { BusWorld } from './bus-world';
import type { BusBench, LogKind } from './suite/bus-bench';
import { describeFanOut } from './suite/fan-out';
import { describeLostStreams } from './suite/lost-streams';
import { describePoison } from './suite/poison';
import { describeTelling } from './suite/telling';
import { describeWorking } from './suite/working';
import { BusDatabase } from './test-database';

/** What the bus promises, whatever carries the streams. */
export function describeEventBus(name: string, start: () => Promise<LogKind>): void {
  describe(`event bus on ${name}`, () => {
    let database: BusDatabase;
    const bench = {} as BusBench;

    beforeAll(async () => {
      [database, bench.kind] = await Promise.all([BusDatabase.create(), start()]);
    });
    beforeEach(() => {
      bench.world = new BusWorld(database, (tuning) => bench.kind.newLog(tuning));
    });
    afterEach(async () => {
      await bench.world.close();
      await bench.kind.reset();
    });
    afterAll(async () => {
      await bench.kind.close();
      await database.drop();
    });

    describeTelling(bench);
    describeWorking(bench);
    describePoison(bench);
    describeLostStreams(bench);
    describeFanOut(bench);
  });
}
