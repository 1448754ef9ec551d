import { Parser } from '@asyncapi/parser';
import { clientEvents, serverEvents } from '@hallway/contracts-realtime';
import { fullPath } from '@hallway/contracts-core';
import { publicRoutes } from '../routing/public-routes';
import { asyncApiDocument } from './asyncapi';
import { docsPage } from './docs-page';
import { openApiDocument } from './openapi';

const openApi = openApiDocument('https://chat.example.org', '1.2.3');
const asyncApi = asyncApiDocument('https://chat.example.org', '1.2.3') as {
  operations: Record<string, { action: string }>;
  components: { messages: Record<string, object>; schemas: Record<string, object> };
};

/** Every local reference in a document leads somewhere. */
function danglingReferences(document: object): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
  return references.filter((path) => {
    const parts = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    let value: unknown = document;
    for (const part of parts) value = (value as Record<string, unknown> | undefined)?.[part];
    return value === undefined;
  });
}

describe('the OpenAPI document', () => {
  it('covers every public route', () => {
    for (const { endpoint } of publicRoutes) {
      const path = fullPath(endpoint).replace(/:(\w+)/g, '{$1}');
      const operation = openApi.paths?.[path]?.[endpoint.method.toLowerCase() as 'get'];
      expect(operation?.summary).toBe(endpoint.summary);
      expect(Object.keys(operation?.responses ?? {})).toContain(String(endpoint.status));
    }
  });

  it('describes bodies, queries and problems, and refers to nothing that is missing', () => {
    const send = openApi.paths?.['/api/v1/conversations/{conversationId}/messages']?.post;
    expect(JSON.stringify(send?.requestBody)).toContain('#/components/schemas/SendMessage');
    expect(send?.responses?.['404']).toBeDefined();
    expect(openApi.components?.schemas?.SendMessage).toMatchObject({
      properties: { body: { type: 'string', maxLength: 16_000 } },
      required: expect.arrayContaining(['clientMessageId', 'body']),
    });
    expect(danglingReferences(openApi)).toEqual([]);
  });

  it('names each operation once and shows no internal route', () => {
    const ids = Object.values(openApi.paths ?? {}).flatMap((item) => Object.values(item ?? {}).map((operation) => (operation as { operationId: string }).operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(openApi.paths ?? {}).every((path) => path.startsWith('/api/v1/'))).toBe(true);
  });
});

describe('the AsyncAPI document', () => {
  it('covers every event of both directions, with acknowledgements', () => {
    for (const name of Object.keys(clientEvents)) {
      expect(asyncApi.operations[name]).toMatchObject({ action: 'receive', reply: {} });
      expect(asyncApi.components.messages[`${name}.ack`]).toBeDefined();
    }
    for (const name of Object.keys(serverEvents)) expect(asyncApi.operations[name]).toMatchObject({ action: 'send' });
    expect(danglingReferences(asyncApi)).toEqual([]);
  });

  it('is valid to the AsyncAPI parser', async () => {
    const diagnostics = await new Parser().validate(JSON.stringify(asyncApi));
    expect(diagnostics.filter((found) => found.severity === 0)).toEqual([]);
  });
});

it('renders every route and event on the page', () => {
  const page = docsPage(openApi);
  for (const { endpoint } of publicRoutes) expect(page).toContain(fullPath(endpoint).replace(/:(\w+)/g, '{$1}'));
  for (const name of [...Object.keys(clientEvents), ...Object.keys(serverEvents)]) expect(page).toContain(name);
  expect(page).not.toContain('<script');
});
