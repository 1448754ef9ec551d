import { HallwayProblem } from '@hallway/client';

const RETRY_MS = 300;

export type Outcome = 'done' | { status: number; code: string };

/**
 * Repeats a call that has the same effect however often it is made, until its outcome is certain; undefined when it is over before.
 *
 * @param undoes whether 404 to a repeat means that an earlier try has done it
 */
export async function untilCertain(call: () => Promise<unknown>, undoes: boolean, over: () => boolean): Promise<Outcome | undefined> {
  for (let unsure = false; !over(); unsure = true) {
    try {
      await call();
      return 'done';
    } catch (error) {
      const definite = error instanceof HallwayProblem && error.status < 500;
      if (definite && undoes && error.status === 404 && unsure) return 'done';
      if (definite) return unsure ? undefined : { status: error.status, code: error.code };
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return undefined;
}
