import type { IncomingMessage } from 'node:http';

import { unsupportedMediaType, validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { hasBody, readBody } from './read-body';

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Reads the JSON body of a request; no body is `{}`. Bytes that are no UTF-8 are refused, not replaced. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (!hasBody(request)) return {};
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  const bytes = await readBody(request, limit);
  if (bytes.length === 0) return {};
  if (!jsonType.test(type) || encoding !== 'identity') {
    throw new ProblemError(unsupportedMediaType, { detail: 'application/json in UTF-8 is expected' });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ProblemError(validationFailed, { detail: 'The body is not valid JSON', cause });
  }
}
