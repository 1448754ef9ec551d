import type { Problem, ProblemField } from '@hallway/contracts-core';

import { classify } from './classify';

/** The answer for a failure, over HTTP and in socket acknowledgements. Unknown failures give nothing away. */
export function toProblem(error: unknown, traceId: string): Problem {
  const { definition, detail, errors = faultsOf(definition.status, detail) } = classify(error);
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

/** Every 400 has a list of faults; where no field can be named it is the input as a whole. */
function faultsOf(status: number, detail: string): ProblemField[] | undefined {
  return status === 400 ? [{ path: '', message: detail }] : undefined;
}
