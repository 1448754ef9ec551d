import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

import type { Endpoint } from '@hallway/contracts-core';

import { type EndpointInput, readInput } from './endpoint-input';
import { StatusAnswer } from './with-status';

export const endpointMetadata = 'hallway:endpoint';

const inputs = new WeakMap<object, EndpointInput>();

/** The checked input of a request, for the parameter decorators. */
export function inputOf(request: object): EndpointInput {
  const input = inputs.get(request);
  if (!input) throw new Error('@Body, @Query and @Params need @Endpoint on the method');
  return input;
}

/** Checks the input once the guards have let the caller in, and sets the status of the answer. */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const endpoint = this.reflector.get<Endpoint>(endpointMetadata, context.getHandler());
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    inputs.set(request, await readInput(endpoint, request));
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof StatusAnswer)) return answer;
        // Nest would set the endpoint's first status again just before sending.
        const { status } = answer;
        response.status(status);
        response.status = () => response;
        return answer.value as unknown;
      }),
    );
  }
}
