import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import { unavailable } from '@hallway/contracts-core';

import { KeyStore } from './key-store';
import { TokenVerifier } from './token-verifier';

type Json = Record<string, unknown>;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' });
const jwks = { keys: [jwk(publicKey, 'k1')] };

const encode = (part: string | Json) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);
const header: Json = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' };
const claims = (): Json => ({ iss: 'hallway', aud: 'hallway', sub: 'u1', sid: 's1', jti: 'j1', iat: now(), exp: now() + 600 });

function signed(head: string | Json, payload: string | Json, key: KeyObject = privateKey): string {
  const text = `${encode(head)}.${encode(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
const withHeader = (change: Json) => signed({ ...header, ...change }, claims());
const withClaims = (change: Json) => signed(header, { ...claims(), ...change });
const without = (name: string) => signed(header, Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name)));

const verifier = () => new TokenVerifier(new KeyStore(() => Promise.resolve(jwks)));
const codeOf = (token: string) =>
  verifier()
    .verify(token)
    .then(
      () => 'accepted',
      (error: { code?: string }) => error.code,
    );

function hs256WithPublicKey(): string {
  const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims())}`;
  return `${text}.${createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
    .update(text)
    .digest('base64url')}`;
}

/** The same signature with a non-zero last bit that decoders throw away. */
function withSpareBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? 'A') + 1];
}

describe('TokenVerifier', () => {
  it('answers who holds the token and until when', async () => {
    const payload = claims();
    expect(await verifier().verify(signed(header, payload))).toEqual({ userId: 'u1', sessionId: 's1', expiresAt: (payload.exp as number) * 1_000 });
  });

  it('forgives clocks that differ by half a minute', async () => {
    expect(await codeOf(withClaims({ exp: now() - 20 }))).toBe('accepted');
    expect(await codeOf(withClaims({ nbf: now() + 20 }))).toBe('accepted');
    expect(await codeOf(withClaims({ exp: now() - 40 }))).toBe('token-expired');
  });

  const good = () => signed(header, claims());
  const cases: [string, () => string][] = [
    ['nothing', () => ''],
    ['two parts', () => good().split('.').slice(0, 2).join('.')],
    ['no signature', () => `${good().split('.').slice(0, 2).join('.')}.`],
    ['alg none', () => `${encode({ alg: 'none', typ: 'at+jwt', kid: 'k1' })}.${encode(claims())}.${'A'.repeat(86)}`],
    ['HS256 with the public key', hs256WithPublicKey],
    ['ES384 as algorithm', () => withHeader({ alg: 'ES384' })],
    ['another key', () => signed(header, claims(), other.privateKey)],
    ['an unknown kid', () => withHeader({ kid: 'k2' })],
    ['no kid', () => signed({ alg: 'ES256', typ: 'at+jwt' }, claims())],
    ['a kid that is no text', () => withHeader({ kid: 1 })],
    ['a kid with a path', () => withHeader({ kid: '../../etc/passwd' })],
    ['a kid with SQL', () => withHeader({ kid: "k1' OR 1=1" })],
    ['a kid of a prototype', () => withHeader({ kid: '__proto__' })],
    ['a long kid', () => withHeader({ kid: 'k'.repeat(65) })],
    ['jku', () => withHeader({ jku: 'https://evil.example/jwks.json' })],
    ['x5u', () => withHeader({ x5u: 'https://evil.example/cert.pem' })],
    ['a key of its own', () => signed({ ...header, jwk: jwk(other.publicKey, 'k1') }, claims(), other.privateKey)],
    ['crit', () => withHeader({ crit: ['b64'], b64: false })],
    ['typ JWT', () => withHeader({ typ: 'JWT' })],
    ['the typ of refresh tokens', () => withHeader({ typ: 'rt+jwt' })],
    ['the typ of service tokens', () => withHeader({ typ: 'service+jwt' })],
    ['no typ', () => signed({ alg: 'ES256', kid: 'k1' }, claims())],
    ['another issuer', () => withClaims({ iss: 'elsewhere' })],
    ['another audience', () => withClaims({ aud: 'elsewhere' })],
    ['a list of audiences', () => withClaims({ aud: ['hallway', 'elsewhere'] })],
    ...['iss', 'aud', 'sub', 'sid', 'jti', 'exp'].map((name): [string, () => string] => [`no ${name}`, () => without(name)]),
    ['a subject that is no text', () => withClaims({ sub: { $ne: null } })],
    ['an empty session', () => withClaims({ sid: '' })],
    ['an expiry that is text', () => withClaims({ exp: '9999999999' })],
    ['a start in the future', () => withClaims({ nbf: now() + 60 })],
    ['16 KiB', () => withClaims({ filler: 'x'.repeat(16_384) })],
    ['duplicate claims', () => signed(header, JSON.stringify(claims()).replace('{', '{"sub":"admin",'))],
    ['duplicate header fields', () => signed(JSON.stringify(header).replace('{', '{"alg":"none",'), claims())],
    ['trailing bytes in the payload', () => signed(header, `${JSON.stringify(claims())} `)],
    ['trailing bytes after the signature', () => `${good()}AA`],
    ['spare bits in the signature', () => withSpareBits(good())],
    ['padding', () => `${good()}==`],
    [
      'a changed payload',
      () => {
        const [head, , signature] = good().split('.');
        return `${head}.${encode({ ...claims(), sub: 'admin' })}.${signature}`;
      },
    ],
    [
      'a DER signature',
      () => {
        const text = `${encode(header)}.${encode(claims())}`;
        return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
      },
    ],
    ['a signature of zeros', () => `${good().split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`],
    ['text around it', () => ` ${good()}`],
    ['a payload that is a list', () => signed(header, '[]')],
  ];
  it.each(cases)('refuses %s', async (_name, token) => {
    expect(await codeOf(token())).toBe('unauthenticated');
  });

  it('does not go on accepting a remembered token after its time', async () => {
    const subject = verifier();
    const token = withClaims({ exp: now() - 29 });
    await subject.verify(token);
    jest.useFakeTimers({ now: Date.now() + 3_000 });
    try {
      await expect(subject.verify(token)).rejects.toMatchObject({ code: 'token-expired' });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('KeyStore', () => {
  afterEach(() => jest.useRealTimers());

  it('asks once for many who wait', async () => {
    let asked = 0;
    const keys = new KeyStore(async () => {
      asked += 1;
      await new Promise(setImmediate);
      return jwks;
    });
    await Promise.all(Array.from({ length: 20 }, () => keys.find('k1')));
    expect(asked).toBe(1);
  });

  it('asks again for an unknown key, but at most every ten seconds', async () => {
    jest.useFakeTimers();
    let set = jwks;
    let asked = 0;
    const keys = new KeyStore(() => {
      asked += 1;
      return Promise.resolve(set);
    });
    await keys.find('k1');
    set = { keys: [...jwks.keys, jwk(other.publicKey, 'k2')] };
    for (let i = 0; i < 50; i += 1) await expect(keys.find('k2')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(asked).toBe(1);
    jest.advanceTimersByTime(10_001);
    await keys.find('k2');
    expect(asked).toBe(2);
  });

  it('goes on with the last keys while auth is away, and says so when there never were any', async () => {
    jest.useFakeTimers();
    let away = false;
    const failures: unknown[] = [];
    const source = () => (away ? Promise.reject(new Error('away')) : Promise.resolve(jwks));
    const keys = new KeyStore(source, (error) => void failures.push(error));
    await keys.find('k1');
    away = true;
    jest.advanceTimersByTime(11 * 60_000);
    expect(createPublicKey(await keys.find('k1')).equals(createPublicKey(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))))).toBe(true);
    await expect(new KeyStore(source).find('k1')).rejects.toMatchObject({ definition: unavailable });
    expect(failures).toHaveLength(1);
  });

  it('drops a key that auth no longer publishes', async () => {
    jest.useFakeTimers();
    let set = { keys: [...jwks.keys, jwk(other.publicKey, 'k2')] };
    const keys = new KeyStore(() => Promise.resolve(set));
    await keys.find('k2');
    set = jwks;
    jest.advanceTimersByTime(11 * 60_000);
    await keys.find('k2');
    await jest.advanceTimersByTimeAsync(1);
    await expect(keys.find('k2')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes no private parts and no other kinds of keys', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
    const set = { keys: [jwk(rsa, 'r'), { ...jwk(privateKey, 'k1') }, { kid: 5 }, {}] };
    const keys = new KeyStore(() => Promise.resolve(set));
    expect(await keys.find('k1')).toContain('BEGIN PUBLIC KEY');
    await expect(keys.find('r')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
