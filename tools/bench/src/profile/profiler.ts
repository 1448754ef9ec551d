import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

/**
 * Loaded into each service when profiles are wanted: SIGUSR2 begins a CPU profile, the next one ends and writes it. So it
 * covers the measured time, not the start.
 */
const { BENCH_PROFILE_DIR = '.', INSTANCE_ID = 'service' } = process.env;
const session = new Session();
let running = false;

session.connect();
session.post('Profiler.enable');

function write(): void {
  session.post('Profiler.stop', (_error, { profile }) => {
    writeFileSync(join(BENCH_PROFILE_DIR, `${INSTANCE_ID}-${Date.now()}.cpuprofile`), JSON.stringify(profile));
  });
}

process.on('SIGUSR2', () => {
  running = !running;
  if (running) session.post('Profiler.start');
  else write();
});
