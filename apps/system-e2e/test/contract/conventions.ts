import { defaultMode } from '../../src/system';
import type { ApiUser } from './api-user';
import { expectProblem, faultsOf, isoTime, uuidV7 } from './shapes';
import { hallway } from './shared-hallway';

describe('conventions (contract §1)', () => {
  let ana: ApiUser;
  let group: string;
  beforeAll(async () => {
    ana = await hallway.person('ana');
    group = await hallway.group(ana);
  });

  it('answers JSON in camelCase, with UUIDv7 ids and times in UTC with milliseconds', async () => {
    const { status, headers, body } = await ana.get(`/conversations/${group}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toMatchObject({ id: uuidV7, createdAt: isoTime, lastActivityAt: isoTime });
    for (const key of Object.keys(body)) expect(key).toMatch(/^[a-z][a-zA-Z]*$/);
  });

  describe('problems', () => {
    it('names the wrong fields on a 400', async () => {
      const answer = await ana.post('/conversations', { type: 'group', title: 7, memberIds: ['x'] });
      expectProblem(answer, 400, 'validation-failed');
      expect(faultsOf(answer)).toEqual(expect.arrayContaining(['title', expect.stringMatching(/^memberIds/)]));
    });

    it('refuses unknown body properties by name', async () => {
      const answer = await ana.post('/conversations', { type: 'group', title: 'x', memberIds: [], ownerId: ana.id });
      expectProblem(answer, 400, 'validation-failed');
      expect(faultsOf(answer)).toEqual(['ownerId']);
    });

    it('is 401 without a token, with WWW-Authenticate', async () => {
      const answer = await hallway.caller().get('/users/me');
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });

    it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Token x', 'Bearer null', 'Bearer undefined'])(
      'is 401 with the header "%s"',
      async (authorization) => {
        expectProblem(await hallway.caller().get('/users/me', { authorization }), 401);
      },
    );

    it('is 404 for paths that do not exist, also for the signed-in', async () => {
      for (const path of [
        '/nothing',
        '/conversations/x/y/z',
        '//api/v2/users/me',
        '//api',
        '//api/v1',
        '//internal/users/lookup',
        '//api/v1/internal/users/lookup',
      ]) {
        expectProblem(await ana.get(path), 404, 'not-found');
      }
    });

    it('is 405 with Allow where only the method is wrong', async () => {
      const answer = await ana.call('DELETE', '/conversations');
      expectProblem(answer, 405, 'method-not-allowed');
      expect(answer.headers.get('allow')).toMatch(/GET.*POST|POST.*GET/);
    });

    it('is 415 for bodies that are not JSON, and 400 for broken JSON', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1']) {
        expectProblem(await ana.call('POST', '/conversations', { bytes: '{}', headers: { 'content-type': type } }), 415, 'unsupported-media-type');
      }
      for (const bytes of ['{', '{"a":}', 'null', '[]', '"x"', '7', 'true', 'NaN', "{'a':1}", '\ufeff{}x']) {
        expectProblem(await ana.call('POST', '/conversations', { bytes, headers: { 'content-type': 'application/json' } }), 400, 'validation-failed');
      }
    });

    it('is 413 for a body that is too large, announced or not', async () => {
      expectProblem(await ana.post('/conversations', { title: 'x'.repeat(2_000_000) }), 413, 'payload-too-large');
    });

    it('carries a trace id of its own each time', async () => {
      const [one, two] = [await ana.get('/nothing'), await ana.get('/nothing')];
      expect(one.body.traceId).not.toBe(two.body.traceId);
    });

    it('describes each type at the address it names', async () => {
      const { body } = await ana.get('/nothing');
      expect((await fetch(new URL(body.type, hallway.url))).status).toBe(200);
    });
  });

  describe('lists', () => {
    const lists = () => [
      '/conversations',
      `/conversations/${group}/members`,
      `/conversations/${group}/pins`,
      '/users',
      '/auth/sessions',
      '/search/messages?q=x',
    ];

    it('answers items and nextCursor, null at the end', async () => {
      for (const path of lists().filter((path) => path !== '/users')) {
        expect((await ana.get(path)).body).toEqual({ items: expect.any(Array), nextCursor: null });
      }
    });

    it('takes limits from 1 to 100 only', async () => {
      for (const path of [...lists(), `/conversations/${group}/messages`, `/conversations/${group}/changes?since=0`]) {
        const join = path.includes('?') ? '&' : '?';
        for (const limit of ['1', '100']) expect((await ana.get(`${path}${join}limit=${limit}`)).status).toBe(200);
        for (const limit of ['0', '-1', '101', '1.5', '1e1', 'x', '', '99999999999999999999', '0x10', '%00']) {
          const answer = await ana.get(`${path}${join}limit=${limit}`);
          expectProblem(answer, 400, 'validation-failed');
          expect(faultsOf(answer)).toEqual(['limit']);
        }
      }
    });

    it('refuses cursors that it did not give out', async () => {
      const forged = [{}, [], null, 7, 'x', -1, [0, 0], [Number.MAX_VALUE, -1], { username: 7 }, { joinedAt: 'x', userId: 'y' }];
      const cursors = ['x', '%00', 'a'.repeat(600), "';--", ...forged.map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))];
      for (const path of lists()) {
        for (const cursor of cursors) {
          const answer = await ana.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);
          expect([200, 400]).toContain(answer.status);
          if (answer.status === 400) expectProblem(answer, 400, 'validation-failed');
        }
        expect((await ana.get(`${path}${path.includes('?') ? '&' : '?'}cursor=x`)).status).toBe(400);
      }
    });

    it('refuses unknown and repeated query parameters', async () => {
      expectProblem(await ana.get('/conversations?limit=5&limit=6'), 400);
      expectProblem(await ana.get('/conversations?limit[]=5'), 400);
      expectProblem(await ana.get('/conversations?cursor[a]=5'), 400);
    });
  });

  describe('text', () => {
    const texts = [
      'plain',
      'Zoë',
      'Zoe\u0308',
      '👩‍👩‍👧‍👦',
      '\u202eabc',
      'a\u200bb',
      '\ufeffx',
      '\u0001\u001f\u007f',
      '日本語',
      '\uffff',
      '\u{10ffff}',
      'line\r\nline\ttab',
      ' spaces ',
      '<script>alert(1)</script>',
      "'; DROP TABLE messages; --",
    ];

    it.each(texts)('stores %j byte for byte', async (text) => {
      const sent = await ana.say(group, text);
      expect(sent.body).toBe(text);
      const { body } = await ana.get(`/conversations/${group}/messages?around=${sent.seq}&limit=1`);
      expect(body.items[0].body).toBe(text);
    });

    it.each(['a\u0000b', '\u0000', 'a\ud800b', '\udfff'])('refuses %j', async (text) => {
      const { body } = await ana.get(`/conversations/${group}`);
      const answer = await ana.post(`/conversations/${group}/messages`, { clientMessageId: crypto.randomUUID(), body: text });
      expectProblem(answer, 400, 'validation-failed');
      expect(faultsOf(answer)).toEqual(['body']);
      expect((await ana.get(`/conversations/${group}`)).body).toEqual(body);
    });
  });

  describe('text that shows nothing, and names', () => {
    const blank = ['', '  ', '\n', '\u200b', '\u2060\ufeff', '\u2800', '\u3164', '\u115f', '\uffa0', '\u00ad', '\u200d\ufe0f', '\u202e'];
    const odd = ['a\nb', 'a\r\nb', 'a\u2028b', 'a\tb', '\u202eabc', 'a\u2066b\u2069'];

    it.each(blank)('refuses the message %j, sent or as an edit', async (body) => {
      expectProblem(await ana.post(`/conversations/${group}/messages`, { clientMessageId: crypto.randomUUID(), body }), 400);
      const said = await ana.say(group, 'something');
      expectProblem(await ana.patch(`/messages/${said.id}`, { body }), 400, 'validation-failed');
    });

    it.each([...blank, ...odd])('refuses to call a person or a group %j', async (name) => {
      const answers = await Promise.all([
        ana.patch('/users/me', { displayName: name }),
        ana.post('/conversations', { type: 'group', title: name, memberIds: [] }),
        ana.patch(`/conversations/${group}`, { title: name }),
      ]);
      for (const answer of answers) expectProblem(answer, 400, 'validation-failed');
      expect(answers.map(faultsOf)).toEqual([['displayName'], ['title'], ['title']]);
    });

    it('trims names, and keeps joiners inside words and emoji', async () => {
      for (const [typed, kept] of [
        [' Crew\u3000', 'Crew'],
        ['\u200bCrew\u2800', 'Crew'],
        ['می‌روم', 'می‌روم'],
        ['👩‍🚀 ❤️', '👩‍🚀 ❤️'],
      ]) {
        expect((await ana.patch(`/conversations/${group}`, { title: typed })).body.title).toBe(kept);
      }
    });
  });

  describe('public documents', () => {
    it('answers for health, and keeps metrics inside', async () => {
      expect((await fetch(`${hallway.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${hallway.url}/health/ready`)).status).toBe(200);
      expectProblem(await hallway.caller().get('//metrics'), 404, 'not-found');
    });

    it('answers for health and metrics on every process', async () => {
      const { services } = hallway.running.stack;
      for (const service of services) {
        for (const path of ['/health/live', '/health/ready', '/metrics']) expect((await fetch(service.opsUrl + path)).status).toBe(200);
      }
      expect(services).toHaveLength(defaultMode === 'one' ? 1 : 6);
    });

    it('has a page to read both documents at', async () => {
      const page = await fetch(`${hallway.url}/api/docs`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
      expect(await page.text()).toEqual(expect.stringContaining('/api/openapi.json'));
    });
  });

  describe('browsers', () => {
    it('puts security headers on every kind of answer', async () => {
      for (const path of ['//', '//api/docs', '/users/me', '/nothing', '//api/openapi.json', '//health/live', '//no-such-page']) {
        const { headers } = await ana.get(path);
        expect({
          csp: headers.get('content-security-policy'),
          sniff: headers.get('x-content-type-options'),
          referrer: headers.get('referrer-policy'),
          corp: headers.get('cross-origin-resource-policy'),
          frames: headers.get('x-frame-options'),
          by: headers.get('x-powered-by'),
        }).toEqual({
          csp: expect.stringMatching(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/),
          sniff: 'nosniff',
          referrer: 'no-referrer',
          corp: 'same-origin',
          frames: expect.stringMatching(/^(DENY|SAMEORIGIN)$/),
          by: null,
        });
      }
    });

    it('keeps personal answers out of caches', async () => {
      for (const path of ['/users/me', '/conversations', '/nothing']) expect((await ana.get(path)).headers.get('cache-control')).toBe('no-store');
    });

    it('lets pages of its own origin call, and no others', async () => {
      const preflight = (origin: string) =>
        ana.fetch('OPTIONS', '/conversations', {
          headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
        });
      const own = await preflight(hallway.url);
      expect([own.status, own.headers.get('access-control-allow-origin'), own.headers.get('access-control-allow-credentials')]).toEqual([
        204,
        hallway.url,
        'true',
      ]);
      for (const origin of [
        'null',
        'https://evil.example',
        `${hallway.url}.evil.example`,
        hallway.url.replace('http', 'https'),
        'http://localhost',
        `${hallway.url}0`,
      ]) {
        expect((await preflight(origin)).headers.get('access-control-allow-origin')).not.toBe(origin);
        expect((await ana.get('/users/me', { origin })).headers.get('access-control-allow-origin')).not.toBe(origin);
      }
    });
  });
});
