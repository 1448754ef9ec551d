import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

import { type ProblemField, validationFailed, type WireClass } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { findUnsafe } from './text-safety';
import './validation-rules';
import { isSurelyValid } from './wire-check';

function flatten(faults: ValidationError[], parent = ''): ProblemField[] {
  return faults.flatMap(({ property, constraints, children }) => {
    const path = parent === '' ? property : `${parent}.${property}`;
    const own = Object.values(constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...flatten(children ?? [], path)];
  });
}

function invalid(errors: ProblemField[]): ProblemError {
  return new ProblemError(validationFailed, { errors });
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
  if (unsafe) throw new ProblemError(validationFailed, { errors: [unsafe], detail: `The input ${unsafe.message}` });
  if (isSurelyValid(Wire, plain)) return plain as Wire;
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
