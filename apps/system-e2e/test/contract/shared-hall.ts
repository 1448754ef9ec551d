import { Hall } from './hall';

/** The one system that all areas of contract.e2e-spec.ts talk to. */
export const hall = new Hall();

beforeAll(() => hall.start());
afterAll(() => hall.stop());
