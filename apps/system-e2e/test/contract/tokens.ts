import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import pg from 'pg';

import { eventually } from '@hallway/testing';

import { type ApiUser, claimsOf, type Json } from './api-user';
import { LiveClient } from './live-client';
import { expectProblem } from './shapes';
import { hallway } from './shared-hallway';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

/** Signs what it is given, as the server would. */
function es256(header: object, claims: object, key: KeyObject): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function hs256(header: object, claims: object, secret: string | Buffer): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/**
 * A key of ours among the server's, so that in each token below exactly one thing is wrong:
 * the key is put where auth keeps its keys, and auth is started again to publish it.
 */
async function plantKey(): Promise<{ kid: string; key: KeyObject }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const client = new pg.Client({ connectionString: hallway.running.stack.stores.databaseUrls.auth });
  await client.connect();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
  await client.query('INSERT INTO signing_keys (kid, public_jwk, private_key) VALUES ($1, $2, $3)', [kid, jwk, randomBytes(32)]);
  await client.end();
  hallway.running.kill('auth');
  await hallway.running.ready('auth');
  return { kid, key: privateKey };
}

describe('access tokens that are not ours (contract §1, §2)', () => {
  let ana: ApiUser;
  let bo: ApiUser;
  let group: string;
  let planted: { kid: string; key: KeyObject };
  let jwk: Json;
  beforeAll(async () => {
    [ana, bo] = (await hallway.people('ana', 'bo')) as [ApiUser, ApiUser];
    group = await hallway.group(ana);
    planted = await plantKey();
    const { keys } = (await hallway.caller().get('/.well-known/jwks.json')).body;
    expect(keys.map(({ kid }: Json) => kid)).toContain(planted.kid);
    jwk = keys.find(({ kid }: Json) => kid !== planted.kid);
    // The services ask for keys that they do not know at most every ten seconds.
    for (const path of ['/users/me', `/conversations/${group}/messages`, '/conversations', '/auth/sessions']) {
      await eventually(async () => expect((await hallway.caller(good()).get(path)).status).toBe(200), { timeoutMs: 20_000 });
    }
    await eventually(() => new LiveClient(hallway.url, { token: good() }).connected(), { timeoutMs: 30_000 });
  });

  const header = (more: object = {}) => ({ alg: 'ES256', typ: 'at+jwt', kid: planted.kid, ...more });
  const claims = (more: object = {}) => ({ ...claimsOf(ana.accessToken ?? ''), iat: now(), exp: now() + 600, jti: randomUUID(), ...more });
  const good = (more: object = {}) => es256(header(), claims(more), planted.key);
  const parts = () => (ana.accessToken ?? '').split('.') as [string, string, string];
  const pem = () => createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

  const tokens: [string, () => string][] = [
    ['alg none', () => `${encode(header({ alg: 'none' }))}.${encode(claims())}.`],
    ['alg None with a signature', () => `${encode(header({ alg: 'None' }))}.${encode(claims())}.${parts()[2]}`],
    ['HS256 with the public key as PEM', () => hs256(header({ alg: 'HS256', kid: jwk.kid }), claims(), pem())],
    ['HS256 with the public key as JWK', () => hs256(header({ alg: 'HS256', kid: jwk.kid }), claims(), JSON.stringify(jwk))],
    ['HS256 without a key', () => hs256(header({ alg: 'HS256', kid: jwk.kid }), claims(), '')],
    ['an unknown kid', () => es256(header({ kid: randomUUID() }), claims(), stranger)],
    ['a known kid and another key', () => es256(header({ kid: jwk.kid }), claims(), stranger)],
    ['no kid', () => es256({ alg: 'ES256', typ: 'at+jwt' }, claims(), planted.key)],
    ['a kid that is a path', () => es256(header({ kid: '../../dev/null' }), claims(), planted.key)],
    ['a kid that is SQL', () => es256(header({ kid: "' OR 1=1 --" }), claims(), planted.key)],
    ['its own key in the header', () => es256(header({ jwk: createPublicKey(stranger).export({ format: 'jwk' }), kid: randomUUID() }), claims(), stranger)],
    ['an address of keys in the header', () => es256(header({ jku: 'http://127.0.0.1:9/keys' }), claims(), planted.key)],
    ['another type', () => es256(header({ typ: 'JWT' }), claims(), planted.key)],
    ['no type', () => es256({ alg: 'ES256', kid: planted.kid }, claims(), planted.key)],
    ['the wrong issuer', () => good({ iss: 'elsewhere' })],
    ['no issuer', () => good({ iss: undefined })],
    ['the wrong audience', () => good({ aud: 'elsewhere' })],
    ['no audience', () => good({ aud: undefined })],
    ['several audiences', () => good({ aud: ['hallway', 'elsewhere'] })],
    ['no subject', () => good({ sub: undefined })],
    ['a subject that is a number', () => good({ sub: 7 })],
    ['no session', () => good({ sid: undefined })],
    ['no end', () => good({ exp: undefined })],
    ['an end that is text', () => good({ exp: '9999999999' })],
    ['a start in the future', () => good({ nbf: now() + 600 })],
    ['another subject under the old signature', () => [parts()[0], encode(claims({ sub: bo.id })), parts()[2]].join('.')],
    ['a cut signature', () => (ana.accessToken ?? '').slice(0, -4)],
    ['bytes behind it', () => `${ana.accessToken}AA`],
    ['a fourth part', () => `${ana.accessToken}.AAAA`],
    ['no signature', () => parts().slice(0, 2).join('.')],
    ['nothing in its parts', () => '..'],
    ['parts that are no JSON', () => `${Buffer.from('hello').toString('base64url')}.${parts()[1]}.${parts()[2]}`],
    ['8 KiB', () => good({ padding: 'x'.repeat(6_000) })],
    ['a refresh token', () => ana.refreshToken],
  ];

  it('takes the token that all of these differ from', async () => {
    expect((await hallway.caller(good()).get('/users/me')).body.id).toBe(ana.id);
  });

  it.each(tokens)('refuses one with %s, on every service and on sockets', async (_name, make) => {
    const caller = hallway.caller(make());
    for (const path of ['/users/me', '/conversations', `/conversations/${group}/messages`, '/search/messages?q=x', `/uploads/${randomUUID()}/content`]) {
      const answer = await caller.get(path);
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect(await new LiveClient(hallway.url, { token: caller.accessToken }).refused()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('says of one that has run out that it has, so that clients exchange it', async () => {
    const expired = good({ iat: now() - 700, exp: now() - 100 });
    expectProblem(await hallway.caller(expired).get('/users/me'), 401, 'token-expired');
    expect(await new LiveClient(hallway.url, { token: expired }).refused()).toMatchObject({ status: 401, code: 'token-expired' });
    const live = await ana.live();
    expect(await live.ask('auth:renew', { token: expired })).toMatchObject({ ok: false, error: { status: 401, code: 'token-expired' } });
  });

  it('closes a socket whose token has run out, unless it got a new one', async () => {
    const [left, renewed] = [await ana.live(good({ exp: now() + 3 })), await ana.live(good({ exp: now() + 3 }))];
    await renewed.ok('auth:renew', { token: good() });
    await left.closed(30_000);
    expect(renewed.socket.connected).toBe(true);
    expect((await renewed.ok('sync', { conversations: [] })).joined).toContain(group);
  });

  it('never tells its private keys', async () => {
    const { keys } = (await hallway.caller().get('/.well-known/jwks.json')).body;
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(() => createPrivateKey({ key, format: 'jwk' })).toThrow();
    }
  });
});
