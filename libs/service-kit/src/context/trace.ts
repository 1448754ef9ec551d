import { randomBytes } from 'node:crypto';

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The trace id of a W3C `traceparent`, or undefined when it is not one. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  const traceId = traceparent && traceparentPattern.exec(traceparent)?.[1];
  return traceId && !/^0+$/.test(traceId) ? traceId : undefined;
}

/** A new span in the given trace, or in a new one. */
export function newTraceparent(traceId: string = randomBytes(16).toString('hex')): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}
