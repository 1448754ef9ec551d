import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

import type { EventDefinition } from '@hallway/contracts-core';

/** Nest would replace a handler's error by a general text; the bus must see the real one. */
@Catch()
class KeepError implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type Handler<Payload> = (payload: Payload, ...context: never[]) => unknown;

export interface ConsumeOptions {
  /**
   * Whether the handler may have something to do, by a look at the event's JSON; always, unless said. Events that no
   * handler of a service wants are not parsed, and move its position without a transaction of their own.
   */
  only?: (json: string) => boolean;
}

/**
 * Marks a controller method as the handler of an event: `(payload, context)`.
 * The payload comes from a service of ours and is not validated again.
 */
export function Consume<Data extends object>(definition: EventDefinition<Data>, { only }: ConsumeOptions = {}) {
  return <Method extends Handler<Data>>(target: object, key: string, descriptor: TypedPropertyDescriptor<Method>): void => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    const method: PropertyDescriptor = descriptor;
    UseFilters(new KeepError())(target, key, method);
    EventPattern(definition.type, { domain: definition.domain, only })(target, key, method);
  };
}
