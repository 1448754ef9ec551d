import type { Json } from './api-user';
import { hallway } from './shared-hallway';

/** Every route of contract.md. */
const contractRoutes = `
  POST /auth/register · POST /auth/login · POST /auth/refresh · POST /auth/logout · POST /auth/logout-all
  GET /auth/sessions · DELETE /auth/sessions/{} · POST /auth/password · GET /.well-known/jwks.json
  GET /users/me · PATCH /users/me · GET /users · GET /users/{}
  POST /conversations · GET /conversations · GET /conversations/{} · PATCH /conversations/{} · DELETE /conversations/{}
  GET /conversations/{}/members · POST /conversations/{}/members · PATCH /conversations/{}/members/{} · DELETE /conversations/{}/members/{}
  POST /conversations/{}/invites · GET /conversations/{}/invites · DELETE /conversations/{}/invites/{} · POST /invites/{}/accept
  POST /conversations/{}/messages · GET /conversations/{}/messages · GET /conversations/{}/changes · POST /sync
  PATCH /messages/{} · DELETE /messages/{} · PUT /messages/{}/reactions/{} · DELETE /messages/{}/reactions/{}
  PUT /messages/{}/pin · DELETE /messages/{}/pin · GET /conversations/{}/pins
  PUT /conversations/{}/read · GET /messages/{}/receipts · GET /search/messages
  POST /uploads · POST /uploads/{}/complete · GET /uploads/{}/content`;

/** What the contract leaves out and the product adds. */
const addedRoutes = [
  'POST /auth/password-reset',
  'GET /admin/users',
  'PATCH /admin/users/{}',
  'POST /admin/users/{}/sign-out',
  'POST /admin/users/{}/reset-link',
  'GET /messages/{}',
  'GET /conversations/{}/receipts',
  'PUT /conversations/{}/delivered',
  'PUT /uploads/{}/bytes',
];

const clientEvents =
  'message:send message:edit message:delete reaction:add reaction:remove conversation:read conversation:delivered typing:start typing:stop presence:watch auth:renew sync';
const serverEvents =
  'messages:changed receipts:changed conversation:joined conversation:changed conversation:left typing user:online user:offline user:changed session:revoked';

describe('public documents (contract §1)', () => {
  const document = async (name: string): Promise<Json> => (await fetch(`${hallway.url}/api/${name}.json`)).json();

  it('list exactly the routes of the contract, and those that the product adds', async () => {
    const { openapi, paths } = await document('openapi');
    expect(openapi).toMatch(/^3\.1/);
    const listed = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}').replace(/^\/api\/v1/, '')}`),
    );
    const wanted = [
      ...contractRoutes
        .split(/·|\n/)
        .map((route) => route.trim())
        .filter(Boolean),
      ...addedRoutes,
    ];
    expect(listed.sort()).toEqual(wanted.sort());
  });

  it('describe bodies, answers and problems of every route, and refer to nothing that is missing', async () => {
    const openapi = await document('openapi');
    for (const item of Object.values<Record<string, Json>>(openapi.paths)) {
      for (const operation of Object.values(item)) {
        expect(operation).toMatchObject({ operationId: expect.any(String), summary: expect.any(String), responses: expect.any(Object) });
        expect(Object.keys(operation.responses).some((status) => /^2/.test(status))).toBe(true);
        expect(operation.responses['400'].content).toHaveProperty(['application/problem+json']);
        expect(operation.security.length === 0 || '401' in operation.responses).toBe(true);
      }
    }
    expectReferencesToResolve(openapi);
  });

  it('list exactly the events of the contract, both ways, with their acknowledgements', async () => {
    const asyncapi = await document('asyncapi');
    expect(asyncapi.asyncapi).toMatch(/^3\./);
    const named = (action: string) =>
      Object.entries<Json>(asyncapi.operations)
        .filter(([, operation]) => operation.action === action)
        .map(([name]) => name);
    expect(named('receive').sort()).toEqual(clientEvents.split(' ').sort());
    expect(named('send').sort()).toEqual(serverEvents.split(' ').sort());
    for (const name of named('receive')) expect(asyncapi.operations[name].reply.messages).toHaveLength(1);
    expectReferencesToResolve(asyncapi);
  });
});

function expectReferencesToResolve(document: Json): void {
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref') expect([inner, resolve(document, String(inner))]).toEqual([inner, expect.anything()]);
      else look(inner);
    }
  };
  look(document);
}

function resolve(document: Json, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}
