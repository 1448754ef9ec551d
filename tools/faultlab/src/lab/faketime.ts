import { existsSync } from 'node:fs';

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
/** Timers keep their pace. */
const faked = { LD_PRELOAD: LIBRARY, FAKETIME_DONT_FAKE_MONOTONIC: '1' };

/** Why no clock can be moved here; undefined when it can. */
export function noFaketime(): string | undefined {
  return existsSync(LIBRARY) ? undefined : 'libfaketime is not installed (Debian package libfaketime)';
}

/** The environment of a process whose clock is off by so much, such as `+300`. */
export function shiftedClock(by: string): Record<string, string> {
  return { ...faked, FAKETIME: by };
}

/** The environment of a process that reads from this file, every second, by how much its clock is off. */
export function movableClock(file: string): Record<string, string> {
  return { ...faked, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' };
}
