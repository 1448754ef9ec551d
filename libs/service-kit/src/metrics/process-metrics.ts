import { performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

import { everyBeat, untilBeat } from '../periodic';

/** prom-client measures the delay of the event loop by a timer that wakes an idle process a hundred times a second. */
const hourMs = 3_600_000;
/** How often the delay of a timer is looked at: with what is done every second anyway. */
const lookEveryMs = 1_000;
const delayBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const sampledDelays = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map((part) => `nodejs_eventloop_lag_${part}_seconds`);

/**
 * The numbers of the process, as prom-client knows them, but for the sampled delays of its event loop. Instead of them:
 * which share of the time since the last reading the loop was busy, which Node counts anyway, and how late a timer comes
 * that wakes the process with others.
 */
export function observeProcess(register: Registry): void {
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: hourMs });
  for (const name of sampledDelays) register.removeSingleMetric(name);
  let last = performance.eventLoopUtilization();
  new Gauge({
    name: 'hallway_event_loop_busy_ratio',
    help: 'Share of the time since the last reading in which the event loop was busy, 0 to 1',
    registers: [register],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    },
  });
  const delays = new Histogram({
    name: 'hallway_event_loop_delay_seconds',
    help: 'How late a timer came, one a second',
    buckets: delayBuckets,
    registers: [register],
  });
  let due = performance.now() + untilBeat(lookEveryMs);
  everyBeat(lookEveryMs, () => {
    const now = performance.now();
    delays.observe(Math.max(0, now - due) / 1_000);
    due = now + untilBeat(lookEveryMs);
  });
}
