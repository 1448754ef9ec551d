import { Hall } from './hall';

/** The one system that all areas of contract.e2e-spec.ts talk to. */
export const hall = new Hall();

// A busy machine takes its time.
beforeAll(() => hall.start(), 180_000);
afterAll(() => hall.stop());
