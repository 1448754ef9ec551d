import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Claims of a test token; what is left out gets a valid value. `null` leaves the claim out altogether. */
export interface TokenClaims {
  userId?: string;
  sessionId?: string;
  issuer?: string | null;
  audience?: string | null;
  jti?: string | null;
  /** Seconds from now; negative makes an expired token. Ten minutes unless said. */
  expiresInSeconds?: number;
  /** The `typ` header; `at+jwt` unless said. */
  type?: string;
  /** The `kid` header; the published key's unless said. */
  keyId?: string;
}

/** Stands in for the auth service where only its keys are needed: publishes a JWKS and mints tokens for it. */
export interface TestIssuer {
  /** For AUTH_URL. */
  url: string;
  /** How often the key set was fetched. */
  fetches(): number;
  /** A token that every service accepts, unless the claims make it wrong. */
  mint(claims?: TokenClaims): string;
  /** The same, signed by a key that is not in the key set. */
  forge(claims?: TokenClaims): string;
  /** Publishes a new key beside the old ones and signs with it from now on. */
  rotate(): void;
  close(): Promise<void>;
}

export interface TestIssuerOptions {
  issuer?: string;
  audience?: string;
}

interface SigningKey {
  id: string;
  privateKey: KeyObject;
}

/** Starts the stand-in on a free port. */
export async function startTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const keys = [newKey()];
  let fetches = 0;
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/.well-known/jwks.json')) fetches += 1;
    answer(request, response, keys);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const current = (): SigningKey => keys[keys.length - 1]!;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetches: () => fetches,
    mint: (claims = {}) => token(current(), claims, options),
    forge: (claims = {}) => token({ id: current().id, privateKey: newKey().privateKey }, claims, options),
    rotate: () => void keys.push(newKey()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, keys: SigningKey[]): void {
  const found = request.url?.endsWith('/.well-known/jwks.json');
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ? { keys: keys.map(publicJwk) } : {}));
}

function newKey(): SigningKey {
  return { id: randomUUID(), privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey };
}

function publicJwk({ id, privateKey }: SigningKey): object {
  return { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: id, alg: 'ES256', use: 'sig' };
}

function token(key: SigningKey, claims: TokenClaims, { issuer = 'hallway', audience = 'hallway' }: TestIssuerOptions): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'ES256', typ: claims.type ?? 'at+jwt', kid: claims.keyId ?? key.id };
  const payload = {
    iss: claims.issuer === undefined ? issuer : (claims.issuer ?? undefined),
    aud: claims.audience === undefined ? audience : (claims.audience ?? undefined),
    jti: claims.jti === undefined ? randomUUID() : (claims.jti ?? undefined),
    sub: claims.userId ?? randomUUID(),
    sid: claims.sessionId ?? randomUUID(),
    iat: now,
    exp: now + (claims.expiresInSeconds ?? 600),
  };
  const body = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(body), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${body}.${signature.toString('base64url')}`;
}
