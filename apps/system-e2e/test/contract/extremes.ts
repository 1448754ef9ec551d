import type { ApiUser, Json } from './api-user';
import { hallway } from './shared-hallway';

/** At and beyond the ends of every kind of value. */
const extremes: unknown[] = [
  0,
  -0,
  -1,
  1.5,
  1e300,
  -1e300,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  1e21,
  5e-324,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  '1',
  '-1',
  '1e300',
  'NaN',
  '9007199254740993',
  'null',
  'x'.repeat(70_000),
  '\u0344'.repeat(9_000),
  '\ufeff',
  '\ud83d',
  'a\0b',
  '0000-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59.999-23:59',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00Z',
  '2026-W05-1',
  '2026-02-30',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  null,
  true,
  [],
  {},
  [[]],
  [null],
  Array(10_000).fill(0),
  Array(10_000).fill('x'),
  { length: 1e9 },
];

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The value with each of its leaves, and each of its branches, in turn replaced by each extreme. */
function* bent(value: Json): Generator<Json> {
  yield* extremes;
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    for (const inner of bent(value[key])) yield Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
  }
}

/** Many at a time, but not all at once. */
async function each<Item>(items: Iterable<Item>, look: (item: Item) => Promise<void>): Promise<number> {
  const waiting = [...items];
  const all = waiting.length;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await look(item);
    }),
  );
  return all;
}

describe('extreme values (contract §1: every number, date and text is bounded)', () => {
  let ana: ApiUser;
  let ids: Record<string, string>;
  let openapi: Json;
  let asyncapi: Json;
  beforeAll(async () => {
    const [me, bo, cy] = (await hallway.people('ana', 'bo', 'cy')) as [ApiUser, ApiUser, ApiUser];
    ana = me;
    const conversationId = await hallway.group(ana, bo, cy);
    for (const other of [bo, cy]) await hallway.group(ana, other);
    // The first is edited and deleted by the walk.
    const messages = [await ana.say(conversationId, 'needle one'), await ana.say(conversationId, 'needle two'), await ana.say(conversationId, 'needle three')];
    for (const { id } of messages) await ana.put(`/messages/${id}/pin`);
    for (let i = 0; i < 2; i++) await ana.post(`/conversations/${conversationId}/invites`, {});
    await hallway.caller().post('/auth/login', { login: ana.username, password: ana.password, tokenTransport: 'body' });
    ids = { conversationId, messageId: messages[0].id, userId: bo.id };
    [openapi, asyncapi] = await Promise.all(
      ['openapi', 'asyncapi'].map(async (name): Promise<Json> => (await fetch(`${hallway.url}/api/${name}.json`)).json()),
    );
  }, 120_000);

  const operations = () =>
    Object.entries<Json>(openapi.paths).flatMap(([path, item]) =>
      Object.entries<Json>(item).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? 'x'),
        operation,
      })),
    );
  /** Sound enough to get past the checks of the other properties. */
  const sample = (schema: Json, document: Json, depth = 0): Json => {
    if (schema.$ref) return sample(document.components.schemas[schema.$ref.split('/').pop()], document, depth);
    if (schema.anyOf) return sample(schema.anyOf[0], document, depth);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (schema.enum) return schema.enum.at(-1);
    if (type === 'object')
      return Object.fromEntries(Object.entries<Json>(schema.properties ?? {}).map(([name, inner]) => [name, ids[name] ?? sample(inner, document, depth + 1)]));
    if (type === 'array') return depth > 4 ? [] : [sample(schema.items, document, depth + 1)];
    if (type === 'integer') return Math.max(1, schema.minimum ?? 1);
    if (type === 'boolean') return true;
    if (schema.format === 'uuid') return ids.userId;
    if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z';
    return 'x'.repeat(Math.max(8, schema.minLength ?? 0));
  };
  const expectNoFault = (what: string, status: number) => {
    if (status >= 500) throw new Error(`${what.slice(0, 300)} answered ${status}`);
  };

  it('in every body are answered, and never with a fault of ours', async () => {
    let calls = 0;
    for (const { method, path, operation } of operations()) {
      const schema = operation.requestBody?.content?.['application/json']?.schema;
      if (!schema) continue;
      const sound = sample(schema, openapi);
      calls += await each(bent(sound), async (json) => {
        // A sound logout would end the session that the others need.
        if (path.includes('/logout') && JSON.stringify(json) === '{}') return;
        const { status } = await ana.call(method, path, { json });
        expectNoFault(`${method} ${path} ${JSON.stringify(json)}`, status);
      });
    }
    expect(calls).toBeGreaterThan(1_000);
  }, 300_000);

  it('in every query are answered, and never with a fault of ours', async () => {
    let calls = 0;
    for (const { method, path, operation } of operations()) {
      for (const { name } of operation.parameters.filter((parameter: Json) => parameter.in === 'query')) {
        const values = extremes.filter((value) => !isObject(value) && String(value).length < 8_000 && !String(value).includes('\ud83d'));
        calls += await each(values, async (value) => {
          const others = path.endsWith('/search/messages') && name !== 'q' ? 'q=needle&' : '';
          const query = `${others}${name}=${encodeURIComponent(String(value))}`;
          expectNoFault(`${method} ${path}?${query}`, (await ana.call(method, `${path}?${query}`)).status);
        });
      }
    }
    expect(calls).toBeGreaterThan(300);
  }, 300_000);

  it('in every cursor are refused or answered, and never with a fault of ours', async () => {
    const lists = [
      `/conversations?`,
      `/conversations/${ids.conversationId}/members?`,
      `/conversations/${ids.conversationId}/pins?`,
      `/conversations/${ids.conversationId}/invites?`,
      '/auth/sessions?',
      '/users?query=a&',
      '/search/messages?q=needle&',
    ];
    for (const list of lists) {
      const { body } = await ana.get(`${list}limit=1`);
      expect([list, body.nextCursor]).toEqual([list, expect.any(String)]);
      const cursor: Json = JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString());
      await each(bent(cursor), async (value) => {
        const text = Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
        if (text.length > 8_000) return;
        expectNoFault(`${list}cursor of ${JSON.stringify(value)}`, (await ana.get(`${list}cursor=${text}`)).status);
      });
    }
  }, 300_000);

  it('in every event of a socket are acknowledged, and never with a fault of ours', async () => {
    const live = await ana.live();
    let calls = 0;
    for (const [event, operation] of Object.entries<Json>(asyncapi.operations)) {
      if (operation.action !== 'receive' || event === 'auth:renew') continue;
      const sound = sample(asyncapi.components.messages[event].payload, asyncapi);
      calls += await each(bent(sound), async (payload) => {
        const ack = await live.ask(event, payload);
        expectNoFault(`${event} ${JSON.stringify(payload)}`, ack.ok ? 200 : ack.error.status);
      });
    }
    expect(calls).toBeGreaterThan(500);
    expect(live.socket.connected).toBe(true);
  }, 300_000);
});
