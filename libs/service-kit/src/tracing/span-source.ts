import { setTimeout as wait } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';

import type { ServiceConfig } from '../config';
import type { SpanSource } from './tracing';

/** A collector that does not answer costs this much of a batch, and of a shutdown. */
const exportTimeoutMs = 2_000;
/** Spans of a service that wait for the collector; more are dropped. */
const mostWaiting = 4_096;

type ExportOutcome = 'success' | 'failed';

/**
 * Spans that go to an OpenTelemetry collector, as OTLP over HTTP. Whether a trace is recorded follows from its id alone,
 * so that all services decide alike, and no caller can have everything recorded by a header.
 */
export function spanSource(service: string, config: ServiceConfig, exported: (outcome: ExportOutcome) => void): SpanSource {
  const url = `${config.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs });
  const send = exporter.export.bind(exporter);
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      exported(result.code === 0 ? 'success' : 'failed');
      done(result);
    });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.namespace': 'hallway',
      'service.version': config.SERVICE_VERSION,
      'service.instance.id': config.INSTANCE_ID,
    }),
    sampler: new TraceIdRatioBasedSampler(config.OTEL_TRACES_SAMPLER_ARG),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: mostWaiting, scheduledDelayMillis: 2_000, exportTimeoutMillis: exportTimeoutMs })],
  });
  return { tracer: provider.getTracer('hallway'), close: () => Promise.race([provider.shutdown(), wait(exportTimeoutMs, undefined, { ref: false })]) };
}
