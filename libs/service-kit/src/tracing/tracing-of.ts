import type { ServiceConfig } from '../config';
import type { Metrics } from '../metrics';
import { Tracing } from './tracing';

/** What a service records; what sends it is loaded only when there is somewhere to send it. */
export async function tracingOf(service: string, config: ServiceConfig, metrics: Metrics): Promise<Tracing> {
  const exported = metrics.counter('hallway_trace_exports_total', 'Batches of spans sent to the collector', ['outcome']);
  if (!config.OTEL_EXPORTER_OTLP_ENDPOINT) return new Tracing();
  const { spanSource } = await import('./span-source');
  return new Tracing(spanSource(service, config, (outcome) => exported.inc({ outcome })));
}
