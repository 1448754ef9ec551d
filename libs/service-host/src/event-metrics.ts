import type { EventMetrics } from '@hallway/event-bus';
import type { Metrics } from '@hallway/service-kit/metrics';

const handlingBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/** What the event bus reports, as Prometheus series. */
export function eventMetrics(metrics: Metrics): EventMetrics {
  const depth = metrics.gauge('hallway_outbox_depth', 'Events committed but not yet published', ['domain']);
  const age = metrics.gauge('hallway_outbox_oldest_age_seconds', 'Age of the oldest of them', ['domain']);
  const streamBytes = metrics.gauge('hallway_event_stream_bytes', 'What the streams take in Redis', ['domain']);
  const published = metrics.counter('hallway_events_published_total', 'Events published', ['domain']);
  const handled = metrics.histogram('hallway_event_handling_seconds', 'From the commit of an event to the end of its handler', ['type'], handlingBuckets);
  const lag = metrics.gauge('hallway_event_lag', 'Events published but not yet handled here', ['stream']);
  const refilled = metrics.counter('hallway_events_refilled_total', 'Events that a reader got from the outbox, because the stream no longer had them', [
    'stream',
  ]);
  const redelivered = metrics.counter('hallway_events_redelivered_total', 'Events delivered more than once', ['stream']);
  const deadLettered = metrics.counter('hallway_events_dead_lettered_total', 'Events put aside', ['stream']);
  const lost = metrics.counter('hallway_events_lost_total', 'Events that could not be read any more', ['stream']);
  return {
    outboxDepth: (domain, events) => depth.set({ domain }, events),
    outboxOldestAge: (domain, seconds) => age.set({ domain }, seconds),
    streamBytes: (domain, bytes) => streamBytes.set({ domain }, bytes),
    published: (domain, events) => published.inc({ domain }, events),
    handled: (type, seconds) => handled.observe({ type }, seconds),
    lag: (stream, events) => lag.set({ stream }, events),
    refilled: (stream, events) => refilled.inc({ stream }, events),
    redelivered: (stream, events) => redelivered.inc({ stream }, events),
    deadLettered: (stream) => deadLettered.inc({ stream }),
    lost: (stream, events) => lost.inc({ stream }, events),
  };
}
