import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';

import { startTestIssuer, type TestIssuer } from './test-issuer';

describe('test issuer', () => {
  let issuer: TestIssuer;

  beforeEach(async () => {
    issuer = await startTestIssuer();
  });
  afterEach(() => issuer.close());

  it('mints tokens that its published key verifies', async () => {
    expect(await verifies(issuer, issuer.mint({ userId: 'u-1' }))).toMatchObject({ sub: 'u-1', aud: 'hallway' });
  });

  it('forges tokens that its published key refuses', async () => {
    expect(await verifies(issuer, issuer.forge())).toBe(false);
  });

  it('publishes the new key beside the old one after a rotation', async () => {
    const before = issuer.mint();
    issuer.rotate();
    expect(await verifies(issuer, before)).toBeTruthy();
    expect(await verifies(issuer, issuer.mint())).toBeTruthy();
  });

  it('leaves out a claim that is null', async () => {
    expect(await verifies(issuer, issuer.mint({ audience: null }))).not.toHaveProperty('aud');
  });
});

async function verifies(issuer: TestIssuer, token: string): Promise<object | false> {
  const answer = await fetch(`${issuer.url}/api/v1/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: (JsonWebKey & { kid: string })[] };
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const decode = (part: string): Record<string, string> => JSON.parse(Buffer.from(part, 'base64url').toString());
  const jwk = keys.find((key) => key.kid === decode(header).kid)!;
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
  const valid = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  return valid && decode(payload);
}
