import type { OnApplicationShutdown } from '@nestjs/common';
import { type Attributes, type Context, ROOT_CONTEXT, type Span, SpanKind, trace, TraceFlags, type Tracer } from '@opentelemetry/api';

import { type RequestContext, requestContext, spanOf } from '../context';

export { SpanKind };

/** What a span says from its beginning. Names and attributes are few and never hold what people write. */
export interface SpanStart {
  name: string;
  kind: SpanKind;
  attributes?: Attributes;
  /** When it began, in ms since the epoch; default now. */
  startTime?: number;
}

/** A source of spans, and how to send the last of them. */
export interface SpanSource {
  tracer: Tracer;
  close(): Promise<void>;
}

/** The spans of a service, for OpenTelemetry. Off unless there is somewhere to send them: then it begins none. */
export class Tracing implements OnApplicationShutdown {
  constructor(private readonly source?: SpanSource) {}

  /**
   * Begins a span; the caller ends it. Undefined when nothing records it: off, or its trace is not in the sample.
   * @param parent `traceparent` of the span it belongs to; without one it begins a trace
   */
  begin(parent: string | undefined, { name, ...options }: SpanStart): Span | undefined {
    if (!this.source) return undefined;
    const span = this.source.tracer.startSpan(name, options, contextOf(parent));
    return span.isRecording() ? span : undefined;
  }

  /** Begins a span within the request of the moment; none outside of any. */
  beginWithin(start: SpanStart): Span | undefined {
    const context = this.source && requestContext.get();
    return context && this.begin(context.traceparent, start);
  }

  /** Begins a span, in which the context goes on. */
  beginContext(context: RequestContext, parent: string | undefined, start: SpanStart): Span | undefined {
    const span = this.begin(parent, start);
    if (!span) return undefined;
    context.span = span;
    context.traceparent = traceparentOf(span);
    context.traceId = span.spanContext().traceId;
    return span;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.source?.close();
  }
}

/** The W3C header by which a span is the parent of what comes. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

function contextOf(traceparent: string | undefined): Context {
  const parent = spanOf(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true }) : ROOT_CONTEXT;
}
