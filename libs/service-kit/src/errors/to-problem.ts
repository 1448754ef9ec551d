import type { Problem } from '@hallway/contracts-core';

import { classify } from './classify';

/** The answer for a failure, over HTTP and in socket acknowledgements. Unknown failures give nothing away. */
export function toProblem(error: unknown, traceId: string): Problem {
  const { definition, detail, errors } = classify(error);
  return {
    type: `/problems/${definition.code}`,
    title: definition.title,
    status: definition.status,
    detail,
    code: definition.code,
    traceId,
    ...(errors && { errors }),
  };
}
