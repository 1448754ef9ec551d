import { Router } from 'express';

import { notFound } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';
import { sendProblem } from '@hallway/service-kit/http';

import type { ApiGatewayConfig } from '../config';
import { asyncApiDocument } from './asyncapi';
import { docsPage } from './docs-page';
import { openApiDocument } from './openapi';
import { preparedDocument } from './prepared-document';
import { knownProblems, problemPage } from './problem-page';

const json = 'application/json; charset=utf-8';

/** The public documents; each is made once, since they cannot change while the process runs. */
export function documentsRouter({ PUBLIC_URL: url, SERVICE_VERSION: version }: ApiGatewayConfig): Router {
  const problems = knownProblems();
  const router = Router();
  router.get(
    '/api/openapi.json',
    preparedDocument(json, () => JSON.stringify(openApiDocument(url, version))),
  );
  router.get(
    '/api/asyncapi.json',
    preparedDocument(json, () => JSON.stringify(asyncApiDocument(url, version))),
  );
  router.get(
    '/api/docs',
    preparedDocument('text/html; charset=utf-8', () => docsPage(openApiDocument(url, version))),
  );
  router.get('/problems/:code', (request, response) => {
    const definition = problems.get(request.params.code);
    if (definition) response.type('html').send(problemPage(definition));
    else sendProblem(response, new ProblemError(notFound));
  });
  return router;
}
