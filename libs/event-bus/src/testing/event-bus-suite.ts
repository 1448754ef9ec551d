import { BusFixture } from './bus-fixture';
import { describeBroadcastConsumers } from './suite/broadcast-consumers';
import type { BusBench, LogKind } from './suite/bus-bench';
import { describeCompetingConsumers } from './suite/competing-consumers';
import { describeLostStreams } from './suite/lost-streams';
import { describePoison } from './suite/poison';
import { describePublishing } from './suite/publishing';
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
      bench.world = new BusFixture(database, (tuning) => bench.kind.newLog(tuning));
    });
    afterEach(async () => {
      await bench.world.close();
      await bench.kind.reset();
    });
    afterAll(async () => {
      await bench.kind.close();
      await database.drop();
    });

    describePublishing(bench);
    describeCompetingConsumers(bench);
    describePoison(bench);
    describeLostStreams(bench);
    describeBroadcastConsumers(bench);
  });
}
