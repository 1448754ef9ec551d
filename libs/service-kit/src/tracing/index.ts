export { type SpanStart, SpanKind, traceparentOf, Tracing } from './tracing';
export { tracingOf } from './tracing-of';
