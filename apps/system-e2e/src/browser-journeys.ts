import { BrowserPeople } from './browser-people';
import { System } from './system';

/** What the journeys of a `describe` share. */
export interface BrowserJourneys {
  readonly system: System;
  readonly people: BrowserPeople;
}

const startMs = 240_000;

/**
 * Hallway and a browser for the journeys of the `describe` in which it is called: started before the first of them, ended
 * after the last, and all windows closed after each. With `host`, pages are opened by that name.
 */
export function browserJourneys(options: { host?: string } = {}): BrowserJourneys {
  let system: System;
  let people: BrowserPeople;
  beforeAll(async () => {
    system = await System.start();
    people = await BrowserPeople.start(system.url, options);
  }, startMs);
  afterEach(() => people?.leave());
  afterAll(async () => {
    await people?.stop();
    await system?.stop();
  });
  return {
    get system() {
      return system;
    },
    get people() {
      return people;
    },
  };
}
