import { Injectable } from '@nestjs/common';

import { internal, notFound, validationFailed } from '@hallway/contracts-core';
import { type Ack, type ClientEventName, clientEvents } from '@hallway/contracts-realtime';
import { newRequestContext, type RequestContext, requestContext } from '@hallway/service-kit/context';
import { ProblemError, toProblem } from '@hallway/service-kit/errors';
import { validateWire } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { ClientEventRegistry } from './client-event-registry';
import { EventLimitsService } from './event-limits.service';
import { EventLoopGuard } from './event-loop-guard';
import type { HallwaySocket } from './hallway-socket';
import { JsonText } from './json-text';
import { SocketMetricsService } from './socket-metrics.service';

type Answer = Ack<unknown> | JsonText;
type AckFunction = (answer: Answer) => void;

const hasOwn = (name: string): name is ClientEventName => Object.hasOwn(clientEvents, name);

/** The payload of an event, checked against its contract; throws `validation-failed`. */
export function readPayload(event: ClientEventName, args: unknown[]): object {
  if (args.length !== 1) throw new ProblemError(validationFailed, { detail: 'Exactly one payload object is expected' });
  return validateWire(clientEvents[event].payload as new () => object, args[0]);
}

/** What these do is done for many callers together, in a context of its own. */
const sharedEvents: ReadonlySet<ClientEventName> = new Set(['message:send']);

/** The one way in for everything that clients send: limits, validation, handler, acknowledgement. */
@Injectable()
export class ClientEventsService {
  constructor(
    private readonly handlers: ClientEventRegistry,
    private readonly limits: EventLimitsService,
    private readonly metrics: SocketMetricsService,
    private readonly eventLoopGuard: EventLoopGuard,
    private readonly logger: Logger,
  ) {}

  /** Never throws: a failure of any kind is an acknowledgement. */
  receive(socket: HallwaySocket, event: unknown, args: unknown[]): void {
    if (!this.eventLoopGuard.check()) return;
    const ack = typeof args.at(-1) === 'function' ? (args.pop() as AckFunction) : undefined;
    const name = typeof event === 'string' && hasOwn(event) ? event : undefined;
    // A context costs more than all else that a send needs here, so it gets one only when there is something to log.
    const context = name && sharedEvents.has(name) ? undefined : contextOf(socket);
    const done = (data: unknown): void => this.answer(ack, this.success(name!, data));
    const failed = (error: unknown): void => {
      const own = context ?? contextOf(socket);
      requestContext.run(own, () => this.answer(ack, this.failure(name, error, own.traceId)));
    };
    try {
      const result = context ? requestContext.run(context, () => this.handle(socket, name, args)) : this.handle(socket, name, args);
      if (result instanceof Promise) result.then(done, failed);
      else done(result);
    } catch (error) {
      failed(error);
    }
  }

  private handle(socket: HallwaySocket, name: ClientEventName | undefined, args: unknown[]): unknown {
    this.limits.takeEvent(socket);
    const handler = name && this.handlers.of(name);
    if (!handler) throw new ProblemError(notFound, { detail: 'There is no such event' });
    return handler(socket, readPayload(name, args));
  }

  private success(name: ClientEventName, data: unknown): Answer {
    this.metrics.received(name, 'ok');
    return data instanceof JsonText ? new JsonText(`{"ok":true,"data":${data.json}}`) : { ok: true, data: data ?? {} };
  }

  private failure(name: ClientEventName | undefined, error: unknown, traceId: string): Answer {
    const problem = toProblem(error, traceId);
    this.metrics.received(name ?? 'unknown', problem.code);
    if (problem.code === internal.code) this.logger.error('a client event failed', { event: name, err: error });
    return { ok: false, error: problem };
  }

  private answer(ack: AckFunction | undefined, answer: Answer): void {
    try {
      ack?.(answer);
    } catch (err) {
      this.logger.warn('an acknowledgement could not be sent', { err });
    }
  }
}

function contextOf({ data: { userId, sessionId } }: HallwaySocket): RequestContext {
  return { ...newRequestContext(), userId, sessionId };
}
