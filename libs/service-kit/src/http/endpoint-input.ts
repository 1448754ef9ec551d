import type { Request } from 'express';

import { type Endpoint, notFound, type ProblemField, validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { LocalRequest } from './local-exchange';
import { bodyLimit, internalBodyLimit } from './read-body';
import { readJson } from './read-json';
import { isStorable, unstorable } from './text-safety';
import { validateWire } from './validate-wire';

/** What a request brought, checked against its endpoint. */
export interface EndpointInput {
  body: object;
  query: object;
  params: Record<string, string>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isIdName = (name: string) => name === 'id' || name.endsWith('Id');

function readParams(params: Record<string, string | string[]>): Record<string, string> {
  const read: Record<string, string> = {};
  const errors: ProblemField[] = [];
  for (const [name, value] of Object.entries(params)) {
    const text = String(value);
    // A malformed id cannot exist, so it is not found.
    if (isIdName(name) && !uuid.test(text)) throw new ProblemError(notFound);
    if (!isStorable(text)) errors.push({ path: name, message: unstorable });
    read[name] = isIdName(name) ? text.toLowerCase() : text;
  }
  if (errors.length > 0) throw new ProblemError(validationFailed, { errors });
  return read;
}

/** Reads and checks path, query and body; throws the problem to answer with. */
export async function readInput(endpoint: Endpoint, request: Request | LocalRequest): Promise<EndpointInput> {
  const params = readParams(request.params);
  const query = endpoint.query ? validateWire(endpoint.query, { ...request.query }) : {};
  if (!endpoint.body) return { params, query, body: {} };
  const json = request instanceof LocalRequest ? request.json : await readJson(request, endpoint.auth === 'service' ? internalBodyLimit : bodyLimit);
  return { params, query, body: validateWire(endpoint.body, json) };
}
