import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';

import { fullPath } from '@hallway/contracts-core';
import { clientEvents, serverEvents } from '@hallway/contracts-realtime';

import { publicRoutes } from '../routing/public-routes';
import { asyncApiDocument } from './asyncapi';
import { docsPage } from './docs-page';
import { openApiDocument } from './openapi';
import { allSchemas, type Schema } from './schemas';

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

  it('is valid to the schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApi)));
    expect([errors, valid, validator.version]).toEqual([undefined, true, '3.1']);
  });

  it('has names that people gave, for what has properties', () => {
    for (const [name, schema] of Object.entries(openApi.components?.schemas ?? {})) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect([name, Object.keys(schema.properties ?? {})]).not.toEqual([name, []]);
    }
  });

  it('says what may be null, what is always there, and what may be absent', () => {
    const { Conversation, Message, SendMessage } = openApi.components?.schemas as Record<string, Schema>;
    expect(Conversation?.required).toEqual(expect.arrayContaining(['title', 'avatarUrl', 'lastMessage']));
    expect(Conversation?.required).not.toContain('members');
    expect(Conversation?.properties).toMatchObject({
      title: { type: ['string', 'null'] },
      lastMessage: { anyOf: [{ $ref: '#/components/schemas/Message' }, { type: 'null' }] },
    });
    expect(Message?.properties).toMatchObject({
      seq: { type: 'integer' },
      createdAt: { format: 'date-time' },
      editedAt: { type: ['string', 'null'], format: 'date-time' },
    });
    expect(SendMessage?.required).toEqual(['clientMessageId', 'body']);
  });

  it('tells of parts, of ranges that are none, and of bodies that are too large', () => {
    expect(openApi.paths?.['/api/v1/uploads/{uploadId}/content']?.get?.responses).toMatchObject({ 200: {}, 206: {}, 416: {} });
    expect(openApi.paths?.['/api/v1/auth/login']?.post?.responses).toMatchObject({ 413: {}, 415: {} });
  });

  it('names each operation once and shows no internal route', () => {
    const ids = Object.values(openApi.paths ?? {}).flatMap((item) =>
      Object.values(item ?? {}).map((operation) => (operation as { operationId: string }).operationId),
    );
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

describe('every number, text, date and list of every wire class, between services too', () => {
  const schemas = Object.entries(allSchemas());

  it.each(schemas)('of %s is bounded', (name, schema) => {
    expect(boundless(schema, name)).toEqual([]);
  });

  it('is found when it is not', () => {
    const open: Schema = {
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'integer', minimum: 0 },
        c: { type: 'array', maxItems: 1, items: { type: 'string' } },
        d: {},
        e: { type: 'number', minimum: 0, maximum: 1 },
      },
    };
    expect(boundless(open, 'it')).toEqual(['it.a', 'it.b', 'it.c[]', 'it.d', 'it.e']);
  });
});

it('bounds every parameter', () => {
  const items = Object.entries(openApi.paths ?? {}) as unknown as [string, Record<string, { parameters: { name: string; schema: Schema }[] }>][];
  const parameters = items.flatMap(([path, item]) =>
    Object.values(item).flatMap((operation) => operation.parameters.map((parameter) => ({ path, ...parameter }))),
  );
  expect(parameters.length).toBeGreaterThan(40);
  expect(parameters.flatMap(({ path, name, schema }) => boundless(schema, `${path} ${name}`))).toEqual([]);
});

/** Paths of what has no bound; numbers are whole ones. */
function boundless(schema: Schema, at: string): string[] {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  if ('$ref' in schema || schema.enum || types.includes('boolean')) return [];
  if (types.includes('object')) return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => boundless(inner as Schema, `${at}.${name}`));
  if (types.includes('array')) return [...(schema.maxItems === undefined ? [at] : []), ...boundless((schema as { items: Schema }).items, `${at}[]`)];
  if (types.includes('integer')) return schema.minimum === undefined || schema.maximum === undefined ? [at] : [];
  if (types.includes('string')) {
    const fixed = ['uuid', 'date-time'].includes(schema.format ?? '') || /^\^.*\{\d+(,\d+)?\}\$$/.test(schema.pattern ?? '');
    return fixed || schema.maxLength !== undefined ? [] : [at];
  }
  const parts = (schema.anyOf ?? []) as Schema[];
  return parts.length > 0 && parts.every((part) => (part.type as string) === 'null' || '$ref' in part) ? [] : [at];
}

it('renders every route and event on the page', () => {
  const page = docsPage(openApi);
  for (const { endpoint } of publicRoutes) expect(page).toContain(fullPath(endpoint).replace(/:(\w+)/g, '{$1}'));
  for (const name of [...Object.keys(clientEvents), ...Object.keys(serverEvents)]) expect(page).toContain(name);
  expect(page).not.toContain('<script');
});
