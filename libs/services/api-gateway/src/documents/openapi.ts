import type { OpenAPIV3_1 } from 'openapi-types';

import { authApi } from '@hallway/contracts-auth';
import {
  commonProblems,
  type Endpoint,
  forbidden,
  fullPath,
  payloadTooLarge,
  Problem,
  type ProblemDefinition,
  publicPrefix,
  sessionRevoked,
  tokenExpired,
  unauthenticated,
  unsupportedMediaType,
} from '@hallway/contracts-core';
import { tusPath } from '@hallway/contracts-uploads';

import { type PublicRoute, publicRoutes } from '../routing/public-routes';
import { allSchemas, reachable, refTo, type Schema } from './schemas';

/** The OpenAPI 3.1 document of everything under the public port, made from the contract tables. */
export function openApiDocument(serverUrl: string, version: string): OpenAPIV3_1.Document {
  const schemas = allSchemas();
  const used = new Set<string>([Problem.name]);
  const paths: OpenAPIV3_1.PathsObject = {};
  for (const route of publicRoutes) {
    const path = fullPath(route.endpoint).replace(/:(\w+)/g, '{$1}');
    const item = (paths[path] ??= {});
    Object.assign(item, { [route.endpoint.method.toLowerCase()]: operation(route, schemas, used) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hallway',
      version,
      description: `Bearer tokens come from ${fullPath(authApi.login)}. Resumable uploads speak tus 1.0 below ${publicPrefix}${tusPath}. Live events are in /api/asyncapi.json.`,
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: reachable(schemas, used),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(route: PublicRoute, schemas: Record<string, Schema>, used: Set<string>): OpenAPIV3_1.OperationObject {
  const { endpoint } = route;
  const body = endpoint.raw && !endpoint.body && endpoint.method === 'PUT' ? binary : content(endpoint.body, used);
  return {
    operationId: `${route.tag}.${route.name}`,
    tags: [route.tag],
    summary: endpoint.summary,
    security: endpoint.auth === 'user' ? [{ bearer: [] }] : [],
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint, schemas)],
    ...(body ? { requestBody: { required: isNeeded(endpoint, schemas), content: body } } : {}),
    responses: responses(endpoint, used),
  };
}

/** A body of which every property may be absent may be absent itself. */
function isNeeded({ body }: Endpoint, schemas: Record<string, Schema>): boolean {
  return body === undefined || (schemas[body.name]?.required?.length ?? 0) > 0;
}

const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as Schema } };

function content(wireClass: { name: string } | undefined, used: Set<string>) {
  if (!wireClass) return undefined;
  used.add(wireClass.name);
  return { 'application/json': { schema: refTo(wireClass) } };
}

function pathParameters(endpoint: Endpoint): OpenAPIV3_1.ParameterObject[] {
  return [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name: name ?? '',
    in: 'path',
    required: true,
    // Never more than a reaction of many parts or the code of an invite.
    schema: { type: 'string', ...(name?.endsWith('Id') ? { format: 'uuid' } : { minLength: 1, maxLength: 64 }) } as OpenAPIV3_1.ParameterObject['schema'],
  }));
}

function queryParameters(endpoint: Endpoint, schemas: Record<string, Schema>): OpenAPIV3_1.ParameterObject[] {
  const schema = endpoint.query && schemas[endpoint.query.name];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema?.required?.includes(name) ?? false,
    schema: property as OpenAPIV3_1.ParameterObject['schema'],
  }));
}

function responses(endpoint: Endpoint, used: Set<string>): OpenAPIV3_1.ResponsesObject {
  const answer = endpoint.returns ? content(endpoint.returns, used) : endpoint.raw && endpoint.status === 200 ? binary : undefined;
  const good = [endpoint.status, ...(endpoint.alsoStatus ?? [])].map((status) => [
    status,
    { description: status === 201 ? 'Created' : 'Done', ...(answer ? { content: answer } : {}) },
  ]);
  const problems = new Set([...endpoint.problems, ...commonProblems, ...problemsOfCallers(endpoint), ...problemsOfBodies(endpoint)]);
  return Object.fromEntries([...good, ...[...groupByStatus(problems)].map(([status, codes]) => [status, problemResponse(codes)])]);
}

/** Who may not call: without a token that is good, or, where anybody may, by a page of another site. */
function problemsOfCallers({ auth }: Endpoint): ProblemDefinition[] {
  return auth === 'user' ? [unauthenticated, tokenExpired, sessionRevoked] : [forbidden];
}

function problemsOfBodies({ body }: Endpoint): ProblemDefinition[] {
  return body ? [payloadTooLarge, unsupportedMediaType] : [];
}

function groupByStatus(problems: Iterable<ProblemDefinition>): Map<number, ProblemDefinition[]> {
  const groups = new Map<number, ProblemDefinition[]>();
  for (const problem of problems) groups.set(problem.status, [...(groups.get(problem.status) ?? []), problem]);
  return groups;
}

function problemResponse(problems: ProblemDefinition[]): OpenAPIV3_1.ResponseObject {
  return {
    description: problems.map(({ code, title }) => `\`${code}\`: ${title}`).join('; '),
    content: { 'application/problem+json': { schema: refTo(Problem) } },
  };
}
