import { Injectable } from '@nestjs/common';

import { internal, notFound, validationFailed } from '@hallway/contracts-core';
import { type Ack, type ClientEventName, clientEvents } from '@hallway/contracts-realtime';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { ProblemError, toProblem } from '@hallway/service-kit/errors';
import { validateWire } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { ClientEventHandlers } from './client-event-handlers.service';
import { EventLimits } from './event-limits.service';
import type { HallwaySocket } from './hallway-socket';
import { SocketMetrics } from './socket-metrics.service';
import { Standstill } from './standstill.service';

type AckFunction = (answer: Ack<unknown>) => void;

const hasOwn = (name: string): name is ClientEventName => Object.hasOwn(clientEvents, name);

/** The payload of an event, checked against its contract; throws `validation-failed`. */
export function readPayload(event: ClientEventName, args: unknown[]): object {
  if (args.length !== 1) throw new ProblemError(validationFailed, { detail: 'Exactly one payload object is expected' });
  return validateWire(clientEvents[event].payload as new () => object, args[0]);
}

/** The one way in for everything that clients send: limits, validation, handler, acknowledgement. */
@Injectable()
export class ClientEvents {
  constructor(
    private readonly handlers: ClientEventHandlers,
    private readonly limits: EventLimits,
    private readonly metrics: SocketMetrics,
    private readonly standstill: Standstill,
    private readonly logger: Logger,
  ) {}

  /** Never throws: a failure of any kind is an acknowledgement. */
  async receive(socket: HallwaySocket, event: unknown, args: unknown[]): Promise<void> {
    if (!this.standstill.check()) return;
    const ack = typeof args.at(-1) === 'function' ? (args.pop() as AckFunction) : undefined;
    const { userId, sessionId } = socket.data;
    const context = { ...newRequestContext(), userId, sessionId };
    const answer = await requestContext.run(context, () => this.answer(socket, event, args, context.traceId));
    try {
      ack?.(answer);
    } catch (err) {
      this.logger.warn('an acknowledgement could not be sent', { err });
    }
  }

  private async answer(socket: HallwaySocket, event: unknown, args: unknown[], traceId: string): Promise<Ack<unknown>> {
    const name = typeof event === 'string' && hasOwn(event) ? event : undefined;
    try {
      this.limits.takeEvent(socket);
      const handler = name && this.handlers.of(name);
      if (!handler) throw new ProblemError(notFound, { detail: 'There is no such event' });
      const data = await handler(socket, readPayload(name, args));
      this.metrics.received(name, 'ok');
      return { ok: true, data: data ?? {} };
    } catch (error) {
      const problem = toProblem(error, traceId);
      this.metrics.received(name ?? 'unknown', problem.code);
      if (problem.code === internal.code) this.logger.error('a client event failed', { event: name, err: error });
      return { ok: false, error: problem };
    }
  }
}
