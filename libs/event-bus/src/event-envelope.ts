import type { EventEnvelope } from '@hallway/contracts-core';

/** An envelope with its place in the stream it was read from. */
export interface ReceivedEnvelope<Payload = unknown> extends EventEnvelope<Payload> {
  domain: string;
  shard: number;
  /** Position in the stream: 1, 2, 3 … without a hole. */
  pubSeq: number;
}

/** An event that stands in the outbox table. */
export interface WrittenEvent {
  shard: number;
  pubSeq: number;
  id: string;
  type: string;
  subject: string;
  /** The payload as JSON text. */
  payload: string;
  traceparent?: string | null;
  createdAt: Date;
}

/** The text that travels; the payload is not parsed again on the way. */
export function encodeEnvelope(source: string, event: WrittenEvent): string {
  const head: Omit<EventEnvelope, 'data'> = {
    id: event.id,
    type: event.type,
    source,
    subject: event.subject,
    time: event.createdAt.toISOString(),
    ...(event.traceparent ? { traceparent: event.traceparent } : {}),
  };
  return `${JSON.stringify(head).slice(0, -1)},"data":${event.payload}}`;
}

/** How every envelope begins; see `encodeEnvelope`. */
const beginning = /^\{(?:"id":"([^"]*)",)?"type":"([^"]*)"/;

/** What can be read from an envelope without parsing all of it. */
export function peekEnvelope(text: string): { id?: string; type?: string } {
  const [, id, type] = beginning.exec(text) ?? [];
  return { id, type };
}

export function decodeEnvelope(domain: string, shard: number, pubSeq: number, text: string): ReceivedEnvelope {
  return { ...(JSON.parse(text) as EventEnvelope), domain, shard, pubSeq };
}
