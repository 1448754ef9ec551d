import { applyDecorators, Delete, Get, HttpCode, Patch, Post, Put, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';

import { type Audience, type Endpoint as EndpointDefinition, fullPath, type HttpMethod } from '@hallway/contracts-core';

import { ServiceGuard, UserGuard } from '../auth';
import { EndpointInterceptor, endpointMetadata } from './endpoint.interceptor';

const routes: Record<HttpMethod, (path: string[]) => MethodDecorator> = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete };

const guards: Record<Audience, (typeof UserGuard | typeof ServiceGuard)[]> = {
  user: [UserGuard],
  anonymous: [],
  service: [ServiceGuard],
};

/** Well-known documents are looked for at the root, and are part of the API as well. */
function pathsOf(endpoint: EndpointDefinition): string[] {
  const path = fullPath(endpoint);
  return endpoint.path.startsWith('/.well-known/') ? [endpoint.path, path] : [path];
}

/** Makes a controller method serve an endpoint: route, status, who may call, checked input. */
export function Endpoint(endpoint: EndpointDefinition): MethodDecorator {
  return applyDecorators(
    routes[endpoint.method](pathsOf(endpoint)),
    HttpCode(endpoint.status),
    SetMetadata(endpointMetadata, endpoint),
    UseGuards(...guards[endpoint.auth]),
    UseInterceptors(EndpointInterceptor),
  );
}
