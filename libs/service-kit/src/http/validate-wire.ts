import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import { type ProblemField, validationFailed, type WireClass } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { findUnsafe } from './text-safety';
import { passesFastPath } from './wire-check';

function flatten(faults: ValidationError[], parent = ''): ProblemField[] {
  return faults.flatMap(({ property, constraints, children }) => {
    const path = parent === '' ? property : `${parent}.${property}`;
    const own = Object.values(constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...flatten(children ?? [], path)];
  });
}

/** What is wrong with the first hundred; a name that a caller made up is repeated in part only. */
function invalid(faults: ProblemField[], detail?: string): ProblemError {
  const errors = faults.slice(0, 100).map(({ path, message }) => ({ path: path.slice(0, 200).toWellFormed(), message: message.slice(0, 400).toWellFormed() }));
  return new ProblemError(validationFailed, { errors, detail });
}

/**
 * Takes plain JSON for what its wire class describes. Throws `validation-failed` for whatever the
 * class does not allow: unknown properties, wrong types, text that cannot be stored.
 */
export function validateWire<Wire extends object>(Wire: WireClass<Wire>, plain: unknown): Wire {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain) || ArrayBuffer.isView(plain)) {
    throw new ProblemError(validationFailed, { detail: 'A JSON object is expected' });
  }
  const unsafe = findUnsafe(plain);
  if (unsafe) throw invalid([unsafe], `The input ${unsafe.message}`);
  if (passesFastPath(Wire, plain)) return plain as Wire;
  const instance = plainToInstance(Wire, plain);
  const faults = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    // A class without any decorator has nothing to check, which is not an unknown value.
    forbidUnknownValues: Object.keys(plain).length > 0,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (faults.length > 0) throw invalid(flatten(faults));
  return instance;
}
