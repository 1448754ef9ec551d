import { commonProblems, type ProblemDefinition } from '@hallway/contracts-core';

import { publicRoutes } from '../routing/public-routes';

/** Every problem that a public route may answer with, by code. */
export function knownProblems(): Map<string, ProblemDefinition> {
  const all = [...commonProblems, ...publicRoutes.flatMap((route) => route.endpoint.problems)];
  return new Map(all.map((definition) => [definition.code, definition]));
}

/** The page that a problem's `type` names. Codes are ours, so nothing needs escaping. */
export function problemPage({ code, status, title }: ProblemDefinition): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${code}</title></head>
<body><main><h1>${title}</h1><p>Code <code>${code}</code>, status ${status}.</p><p><a href="/api/docs">API documents</a></p></main></body></html>`;
}
