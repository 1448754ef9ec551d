import type { Metrics } from '../metrics';
import type { Health } from './health';

/** 1 for each store that is down while the service goes on without it; asked when the metrics are. */
export function observeHealth(metrics: Metrics, health: Health): void {
  metrics.gauge('hallway_store_degraded', 'Whether the service goes on without this store (1) for now', ['store'], async (gauge) => {
    gauge.reset();
    for (const store of (await health.ready()).degraded) gauge.set({ store }, 1);
  });
}
