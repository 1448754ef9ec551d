import { BadRequestException, NotFoundException } from '@nestjs/common';

import { notFound, problem } from '@hallway/contracts-core';

import { classify } from './classify';
import { ProblemError } from './problem-error';
import { toProblem } from './to-problem';

const withCode = (message: string, code: string, name = 'Error') => Object.assign(new Error(message), { code, name });

describe('toProblem', () => {
  it('shows what a service chose to say', () => {
    const error = new ProblemError(problem('too-late', 409, 'Too late'), { detail: 'The window has closed', errors: [{ path: 'at', message: 'is over' }] });
    expect(toProblem(error, 't1')).toEqual({
      type: '/problems/too-late',
      title: 'Too late',
      status: 409,
      detail: 'The window has closed',
      code: 'too-late',
      traceId: 't1',
      errors: [{ path: 'at', message: 'is over' }],
    });
  });

  it('lists the input as a whole on a 400 that names no field', () => {
    const tooOld = problem('too-old', 400, 'Too old');
    expect(toProblem(new ProblemError(tooOld), 't1').errors).toEqual([{ path: '', message: 'Too old' }]);
    expect(toProblem(new ProblemError(tooOld, { errors: [{ path: 'at', message: 'is over' }] }), 't1').errors).toEqual([{ path: 'at', message: 'is over' }]);
    expect(toProblem(new ProblemError(notFound), 't1')).not.toHaveProperty('errors');
  });

  it.each([new Error('SELECT * FROM users'), 'text', undefined, null, { status: 404, message: 'x' }, new TypeError('x is not a function')])(
    'says nothing about %p',
    (error) => {
      const { code, status, detail } = toProblem(error, 't1');
      expect({ code, status, detail }).toEqual({ code: 'internal', status: 500, detail: 'Something went wrong' });
    },
  );

  it.each([
    withCode('connect ECONNREFUSED 10.0.0.5:5432', 'ECONNREFUSED'),
    withCode('terminating connection due to administrator command', '57P01'),
    withCode('canceling statement due to statement timeout', '57014'),
    withCode('connection failure', '08006'),
    withCode('cannot execute INSERT in a read-only transaction', '25006'),
    withCode('could not extend file "base/16385/16402": No space left on device', '53100'),
    withCode('ENOSPC: no space left on device, write', 'ENOSPC'),
    new Error("OOM command not allowed when used memory > 'maxmemory'."),
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated unexpectedly'),
    new Error('Command timed out'),
    new Error("Stream isn't writeable and enableOfflineQueue options is false"),
    new Error('LOADING Redis is loading the dataset in memory'),
    Object.assign(new Error('query failed'), { driverError: withCode('x', '57P03') }),
    new Error('outer', { cause: withCode('connect', 'ETIMEDOUT') }),
  ])('asks to try again after %p', (error) => {
    const { code, retryAfterSeconds } = classify(error);
    expect({ code, retryAfterSeconds }).toEqual({ code: 'unavailable', retryAfterSeconds: 1 });
  });

  it('does not take a refused value for an unreachable store', () => {
    expect(classify(withCode('duplicate key value violates unique constraint', '23505')).code).toBe('internal');
  });

  it('knows what the framework throws', () => {
    expect(classify(new NotFoundException()).definition).toBe(notFound);
    expect(classify(new BadRequestException('internals')).detail).toBe('The input is not valid');
    expect(classify(Object.assign(new Error('request entity too large'), { status: 413, expose: true })).code).toBe('payload-too-large');
    expect(classify(new URIError('bad')).code).toBe('validation-failed');
  });
});
