import { Matches, MaxLength } from 'class-validator';

import { Count, ListOf, Optional, TextLength } from './fields.ts';

/** A kind of failure that clients may rely on. */
export interface ProblemDefinition {
  /** Stable, kebab-case, never reused. */
  code: string;
  status: number;
  title: string;
}

/* @__NO_SIDE_EFFECTS__ */
export function problem(code: string, status: number, title: string): ProblemDefinition {
  return { code, status, title };
}

export class ProblemField {
  /** Where in the input, such as `memberIds.0`. */
  @TextLength(0, 1_000) path: string;
  @TextLength(0, 1_000) message: string;
}

/** RFC 9457 body of every failed call, and the `error` of a refused socket event. */
export class Problem {
  @TextLength(1, 300) type: string;
  @TextLength(1, 200) title: string;
  @Count(400, 599) status: number;
  @TextLength(0, 1_000) detail: string;
  /** Stable kebab-case; the page at `type` says what it means. */
  @Matches(/^[a-z]+(-[a-z0-9]+)*$/) @MaxLength(100) code: string;
  @Matches(/^[0-9a-f]{32}$/) traceId: string;
  /** What is wrong with the input; always there on a 400, and only there. */
  @Optional() @ListOf(() => ProblemField, 1_000) errors?: ProblemField[];
}

export const validationFailed = problem('validation-failed', 400, 'The input is not valid');
export const unauthenticated = problem('unauthenticated', 401, 'Sign in first');
export const tokenExpired = problem('token-expired', 401, 'The access token has expired');
export const sessionRevoked = problem('session-revoked', 401, 'This session has ended');
export const forbidden = problem('forbidden', 403, 'You may not do this');
export const notFound = problem('not-found', 404, 'Not found');
export const methodNotAllowed = problem('method-not-allowed', 405, 'Method not allowed');
export const requestTimeout = problem('request-timeout', 408, 'The request took too long to arrive');
export const conflict = problem('conflict', 409, 'This conflicts with the present state');
export const payloadTooLarge = problem('payload-too-large', 413, 'Too large');
export const unsupportedMediaType = problem('unsupported-media-type', 415, 'Unsupported media type');
export const rateLimited = problem('rate-limited', 429, 'Too many requests');
export const internal = problem('internal', 500, 'Something went wrong');
export const unavailable = problem('unavailable', 503, 'Temporarily unavailable, try again');

/** Any operation may answer with these. */
export const commonProblems: ProblemDefinition[] = [validationFailed, requestTimeout, rateLimited, internal, unavailable];
