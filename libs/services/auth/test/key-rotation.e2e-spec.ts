import { KeysService } from '../src/keys/keys.service';
import { type AuthUnderTest, startAuth } from './auth-service';

const dayMs = 86_400_000;

function kidOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
}

describe('key rotation', () => {
  let auth: AuthUnderTest;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth?.stop());

  it('publishes a new key before it signs, and keeps the old one while its tokens live', async () => {
    const person = await auth.person();
    const keys = auth.service.app.get(KeysService);
    const later = Date.now() + 31 * dayMs;
    await keys.refresh(later);
    expect(keys.publicKeys()).toHaveLength(2);
    expect(kidOf((await auth.person()).accessToken)).toBe(kidOf(person.accessToken));
    await keys.refresh(later + 3_600_000);
    const fresh = await auth.person();
    expect(kidOf(fresh.accessToken)).not.toBe(kidOf(person.accessToken));
    expect((await auth.call('GET', '/users/me', { token: person.accessToken })).status).toBe(200);
  });
});
