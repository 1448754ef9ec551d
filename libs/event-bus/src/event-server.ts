import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { SpanKind, type Tracing } from '@hallway/service-kit/tracing';

import type { ConsumeOptions } from './consume';
import type { BroadcastContext, EventContext } from './event-context';
import { peekEnvelope, type ReceivedEnvelope } from './event-envelope';
import type { EventMetrics } from './event-metrics';

/** Whether some handler of the service wants the event of this text. */
export type ConcernsService = (text: string) => boolean;

export type HandleEvent = (envelope: ReceivedEnvelope, context: EventContext | BroadcastContext) => Promise<void>;

/** What reads events while the server listens. */
export interface Consumer {
  start(): Promise<void> | void;
  stop(): Promise<void>;
}

/**
 * Nest's side of the bus: holds the `@Consume` methods of the service and starts the consumers that
 * call them. Types without a method are passed over, so a service can be older than an event.
 */
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol.for('hallway:events');
  /** The consumers decide what to do with a failing handler. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlers = new Map<string, MessageHandler[]>();
  private consumers: Consumer[] = [];

  constructor(
    private readonly metrics: EventMetrics,
    private readonly tracing: Tracing,
  ) {
    super();
  }

  /** What `listen` starts. */
  use(consumers: Consumer[]): void {
    this.consumers = consumers;
  }

  /**
   * Several methods for one event run one after another, because they share a transaction; Nest would
   * chain them and run them at once.
   */
  override addHandler(pattern: string, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    if (!isEventHandler) throw new Error(`${pattern}: questions between services go over HTTP, not over the event bus`);
    callback.extras = extras;
    this.handlers.set(pattern, [...(this.handlers.get(pattern) ?? []), callback]);
    this.messageHandlers.set(pattern, callback);
  }

  readonly concerns: ConcernsService = (text) => {
    const { type = '' } = peekEnvelope(text);
    return (this.handlers.get(type) ?? []).some(({ extras }) => (extras as ConsumeOptions | undefined)?.only?.(text) ?? true);
  };

  /** Calls the methods for an event, in the context of the request that caused it. */
  readonly handle: HandleEvent = async (envelope, context) => {
    const handlers = this.handlers.get(envelope.type);
    if (!handlers) return;
    const { type, traceparent, time } = envelope;
    const request = newRequestContext({ traceparent });
    const attributes = { 'messaging.message.age_ms': Math.max(0, Date.now() - Date.parse(time)) };
    const span = this.tracing.beginContext(request, traceparent, { name: `handle ${type}`, kind: SpanKind.CONSUMER, attributes });
    try {
      await requestContext.run(request, async () => {
        for (const handler of handlers) {
          const result: unknown = await handler(envelope.data, context);
          if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
        }
      });
    } finally {
      span?.end();
    }
    this.metrics.handled(envelope.type, Math.max(0, Date.now() - Date.parse(envelope.time)) / 1_000);
  };

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await Promise.all(this.consumers.map((consumer) => consumer.start()));
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  on(): never {
    throw new Error('The event server emits nothing');
  }

  unwrap<Consumers>(): Consumers {
    return this.consumers as Consumers;
  }
}
