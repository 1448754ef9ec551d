import type { WireClass } from './endpoint.ts';

/** A domain event as data: a fact that one service publishes for all others. */
export interface EventDefinition<Payload extends object = object> {
  /** `<domain>.<past-tense>.v<version>`, such as `messages.messages-changed.v1`. */
  type: string;
  domain: string;
  payload: WireClass<Payload>;
  /** The key for order: events with the same subject are handled one after another. */
  subject: (payload: Payload) => string;
}

/* @__NO_SIDE_EFFECTS__ */
export function event<Payload extends object>(
  type: `${string}.${string}.v${number}`,
  payload: WireClass<Payload>,
  options: { subject: (payload: Payload) => string },
): EventDefinition<Payload> {
  return { type, domain: type.slice(0, type.indexOf('.')), payload, subject: options.subject };
}

/** What travels on the bus around a payload. */
export interface EventEnvelope<Payload = unknown> {
  /** UUIDv7, the same however often it is delivered. */
  id: string;
  type: string;
  /** The service that publishes it. */
  source: string;
  subject: string;
  /** ISO 8601, UTC. */
  time: string;
  traceparent?: string;
  data: Payload;
}
