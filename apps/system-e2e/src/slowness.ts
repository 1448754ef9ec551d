/** Of our own processor time; long enough to be put aside for others a few times. */
const burnMs = 300;

/**
 * How many times longer work takes now because other programs use the processors as well: 1 on a quiet machine.
 * Promises about time are made for a machine that is not busy with something else.
 */
export function slowness(): number {
  const before = process.cpuUsage();
  const started = performance.now();
  let usedMs = 0;
  while (usedMs < burnMs) {
    const { user, system } = process.cpuUsage(before);
    usedMs = (user + system) / 1_000;
  }
  return Math.max(1, (performance.now() - started) / usedMs);
}
