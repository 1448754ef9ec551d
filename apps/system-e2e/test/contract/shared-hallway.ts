import { RunningHallway } from './running-hallway';

/** The one system that all areas of contract.e2e-spec.ts talk to. */
export const hallway = new RunningHallway();

// A busy machine takes its time.
beforeAll(() => hallway.start(), 180_000);
afterAll(() => hallway.stop());
