import { Router } from 'express';
import { notFound } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { sendProblem } from '@hallway/service-kit/http';
import type { GatewayConfig } from '../config';
import { asyncApiDocument } from './asyncapi';
import { docsPage } from './docs-page';
import { openApiDocument } from './openapi';
import { knownProblems, problemPage } from './problem-page';

/** The public documents; made once, since they cannot change while the process runs. */
export function documentsRouter(config: GatewayConfig): Router {
  const openApi = openApiDocument(config.PUBLIC_URL, config.SERVICE_VERSION);
  const asyncApi = asyncApiDocument(config.PUBLIC_URL, config.SERVICE_VERSION);
  const page = docsPage(openApi);
  const problems = knownProblems();
  const router = Router();
  router.get('/api/openapi.json', (_request, response) => void response.json(openApi));
  router.get('/api/asyncapi.json', (_request, response) => void response.json(asyncApi));
  router.get('/api/docs', (_request, response) => void response.type('html').send(page));
  router.get('/problems/:code', (request, response) => {
    const definition = problems.get(request.params.code);
    if (definition) response.type('html').send(problemPage(definition));
    else sendProblem(response, new ProblemError(notFound));
  });
  return router;
}
