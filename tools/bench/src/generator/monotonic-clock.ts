/** Microseconds of the machine's monotonic clock: the same in every process, so a stamp of one is read by another. */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
