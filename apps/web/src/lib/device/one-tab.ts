/** Runs `begin` in one tab of this browser at a time: the next one begins when this one is closed. The result ends it, by what `begin` answered. */
export function inOneTab(name: string, begin: () => () => void): () => void {
  let end: (() => void) | undefined;
  let release: () => void = () => undefined;
  let ended = false;
  const run = () => {
    if (!ended) end = begin();
  };
  if ('locks' in navigator) {
    const held = new Promise<void>((resolve) => (release = resolve));
    navigator.locks
      .request(name, () => {
        run();
        return held;
      })
      .catch(run); // a browser that refuses locks has no other tabs to think of
  } else run();
  return () => {
    ended = true;
    end?.();
    release();
  };
}
