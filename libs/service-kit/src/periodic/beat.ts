/** A timer may come this much too early. */
const earlyMs = 2;

/**
 * How long to wait for the next beat: a moment that is the same for everything in this process that is done as often.
 * Waking up costs an idle machine more than what is done then, so it is done at once for all. Never longer than
 * `everyMs` and what a timer may come too early.
 *
 * @param everyMs milliseconds between two beats
 */
export function untilBeat(everyMs: number): number {
  const left = everyMs - (performance.now() % everyMs);
  return left <= earlyMs ? left + everyMs : left;
}

/** Does this at every beat, the first time at the next one. Does not keep the process alive. Answers how to end it. */
export function everyBeat(everyMs: number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const next = (): void => {
    timer = setTimeout(() => {
      next();
      work();
    }, untilBeat(everyMs)).unref();
  };
  next();
  return () => clearTimeout(timer);
}
