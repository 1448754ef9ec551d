import type { OpenAPIV3_1 } from 'openapi-types';

import { clientEvents, serverEvents } from '@hallway/contracts-realtime';

const style = `
  :root { color-scheme: light dark; --line: light-dark(#dbdfe2, #292e35); --soft: light-dark(#f1f4f6, #181d23); --accent: light-dark(#007378, #4bcaca); }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1 { font-size: 1.75rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
  code, pre { font: .92em ui-monospace, monospace; } pre { background: var(--soft); padding: .75rem; border-radius: 6px; overflow-x: auto; }
  details { border-bottom: 1px solid var(--line); } summary { padding: .5rem 0; cursor: pointer; }
  summary b { display: inline-block; min-width: 4.5rem; color: var(--accent); } summary span { opacity: .75; margin-inline-start: .75rem; }
  summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } a { color: var(--accent); }`;

/** A page to read the two documents; plain HTML, so that it needs no script. */
export function docsPage(document: OpenAPIV3_1.Document): string {
  const tags = new Map<string, string[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item ?? {}) as [string, OpenAPIV3_1.OperationObject][]) {
      const tag = operation.tags?.[0] ?? 'other';
      tags.set(tag, [...(tags.get(tag) ?? []), operationHtml(method, path, operation)]);
    }
  }
  const sections = [...tags].map(([tag, operations]) => `<section><h2 id="${tag}">${escape(tag)}</h2>${operations.join('')}</section>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hallway API</title><style>${style}</style></head><body><main>
<h1>Hallway API</h1>
<p>${escape(document.info.description ?? '')}</p>
<p>Documents: <a href="/api/openapi.json">openapi.json</a> · <a href="/api/asyncapi.json">asyncapi.json</a></p>
${sections.join('\n')}
<section><h2 id="client-events">Socket events from the client</h2>${eventsHtml(clientEvents, document)}</section>
<section><h2 id="server-events">Socket events from the server</h2>${eventsHtml(serverEvents, document)}</section>
<section><h2 id="schemas">Shapes</h2>${schemasHtml(document)}</section>
</main></body></html>`;
}

function operationHtml(method: string, path: string, operation: OpenAPIV3_1.OperationObject): string {
  const details = {
    ...(operation.parameters?.length ? { parameters: operation.parameters } : {}),
    ...(operation.requestBody ? { requestBody: operation.requestBody } : {}),
    responses: operation.responses,
  };
  return `<details><summary><b>${method.toUpperCase()}</b><code>${escape(path)}</code><span>${escape(operation.summary ?? '')}</span></summary><pre>${json(details)}</pre></details>`;
}

function eventsHtml(events: Record<string, { payload: { name: string }; summary: string }>, document: OpenAPIV3_1.Document): string {
  return Object.entries(events)
    .map(([name, event]) => {
      const schema = document.components?.schemas?.[event.payload.name] ?? { $ref: event.payload.name };
      return `<details><summary><code>${escape(name)}</code><span>${escape(event.summary)}</span></summary><pre>${json(schema)}</pre></details>`;
    })
    .join('');
}

function schemasHtml(document: OpenAPIV3_1.Document): string {
  return Object.entries(document.components?.schemas ?? {})
    .map(([name, schema]) => `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary><pre>${json(schema)}</pre></details>`)
    .join('');
}

function json(value: unknown): string {
  return escape(JSON.stringify(value, null, 2));
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
