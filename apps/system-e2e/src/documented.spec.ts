import { Documented } from './documented';

const schemas = {
  Cat: {
    type: 'object',
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: ['string', 'null'], maxLength: 5 },
      born: { type: 'string', format: 'date-time' },
      lives: { type: 'integer', minimum: 0, maximum: 9 },
    },
    required: ['id', 'name', 'lives'],
  },
  Problem: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
};
const ok = (schema: object) => ({ description: 'Done', content: { 'application/json': { schema } } });
const openapi = (change: (all: typeof schemas) => void = () => undefined) => {
  const own = structuredClone(schemas);
  change(own);
  return {
    paths: {
      '/api/v1/cats/{id}': { get: { responses: { 200: ok({ $ref: '#/components/schemas/Cat' }), 404: {} } } },
      '/api/v1/cats/mine': { get: { responses: { 200: ok({ type: 'array', items: { $ref: '#/components/schemas/Cat' } }) } } },
    },
    components: { schemas: own },
  };
};
const ackOf = (data: object) => ({ oneOf: [{ type: 'object', properties: { ok: { const: true }, data }, required: ['ok', 'data'] }] });
const asyncapi = {
  components: {
    messages: { 'cat:fed': { payload: { $ref: '#/components/schemas/Cat' } }, 'sync.ack': { payload: ackOf({ $ref: '#/components/schemas/Cat' }) } },
    schemas,
  },
};

const cat = { id: '01a205c8-61d6-75c2-9033-10638185f406', name: null, lives: 9 };
const documented = new Documented(openapi(), asyncapi);
const answer = (body: unknown, of = documented, { status = 200, path = '/api/v1/cats/7', type = 'application/json' } = {}) =>
  of.faultsOfAnswer('GET', path, { status, type, body });

describe('an answer', () => {
  it('is as documented, whichever template its path fits best', () => {
    expect(answer(cat)).toEqual([]);
    expect(answer([cat], documented, { path: '/api/v1/cats/mine?limit=1' })).toEqual([]);
  });

  it.each([
    ['a property too many', { ...cat, colour: 'red' }],
    ['one too few', { id: cat.id, name: null }],
    ['null where it is not allowed', { ...cat, lives: null }],
    ['too long a text', { ...cat, name: 'Minnie' }],
    ['a number beyond its bound', { ...cat, lives: 10 }],
    ['a fraction', { ...cat, lives: 1.5 }],
    ['a time that is none', { ...cat, born: 'yesterday' }],
    ['an id that is none', { ...cat, id: 'x' }],
  ])('is not with %s', (_what, body) => expect(answer(body)).not.toEqual([]));

  it('is not with a status or a type that is not documented', () => {
    expect(answer(cat, documented, { status: 206 })).toHaveLength(1);
    expect(answer(cat, documented, { type: 'text/html' })).toHaveLength(1);
    expect(answer({ title: 'x' }, documented, { status: 404, type: 'application/problem+json' })).not.toEqual([]);
  });

  it.each<[string, (all: typeof schemas) => void]>([
    ['requires what is not there', ({ Cat }) => void Cat.required.push('born')],
    ['forbids null', ({ Cat }) => void Object.assign(Cat.properties.name, { type: 'string' })],
    ['takes a number for a text', ({ Cat }) => void Object.assign(Cat.properties, { lives: { type: 'string' } })],
    ['forgets a property', ({ Cat }) => Object.assign(Cat, { properties: { id: Cat.properties.id, name: Cat.properties.name }, required: ['id'] })],
  ])('turns red when a schema lies and %s', (_what, lie) => expect(answer(cat, new Documented(openapi(lie), asyncapi))).not.toEqual([]));
});

describe('frames and acknowledgements', () => {
  it('are as documented', () => {
    expect(documented.faultsOfFrame('cat:fed', cat)).toEqual([]);
    expect(documented.faultsOfAck('sync', { ok: true, data: cat })).toEqual([]);
  });

  it('are not with other properties or under other names', () => {
    expect(documented.faultsOfFrame('cat:fed', { ...cat, by: 'me' })).not.toEqual([]);
    expect(documented.faultsOfFrame('dog:fed', cat)).not.toEqual([]);
    expect(documented.faultsOfAck('sync', { ok: true, data: cat, more: 1 })).not.toEqual([]);
  });
});
