import { HttpException } from '@nestjs/common';

import {
  conflict,
  forbidden,
  internal,
  methodNotAllowed,
  notFound,
  payloadTooLarge,
  type ProblemDefinition,
  rateLimited,
  unauthenticated,
  unavailable,
  unsupportedMediaType,
  validationFailed,
} from '@hallway/contracts-core';

import { ProblemError } from './problem-error';
import { isStoreFailure } from './store-failure';

/** What frameworks throw by status; anything else they throw is `internal`. */
const byStatus = new Map<number, ProblemDefinition>(
  [validationFailed, unauthenticated, forbidden, notFound, methodNotAllowed, conflict, payloadTooLarge, unsupportedMediaType, rateLimited, unavailable].map(
    (definition) => [definition.status, definition],
  ),
);

/** Express and its parsers mark client faults with a status and `expose`. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  if (error instanceof URIError) return 400;
  return expose === true && typeof status === 'number' ? status : undefined;
}

/** Every failure as a `ProblemError`. What is not known to be safe becomes `internal`, with the error as cause. */
export function classify(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isStoreFailure(error)) return new ProblemError(unavailable, { retryAfterSeconds: 1, cause: error });
  const status = statusOf(error);
  const definition = status === undefined ? undefined : byStatus.get(status);
  return new ProblemError(definition ?? internal, { cause: error });
}
