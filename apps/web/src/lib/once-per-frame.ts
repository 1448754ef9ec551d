const hiddenMs = 1_000;

/** When live changes are shown: together, once per frame; in a hidden tab, once a second for its title. */
export function oncePerFrame(flush: () => void): void {
  let done = false;
  const run = () => {
    if (done) return;
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    flush();
  };
  const frame = requestAnimationFrame(run);
  // A hidden tab has no frames.
  const timer = setTimeout(run, hiddenMs);
}
