import type { AuthConfig } from '../config';
import { PasswordsService } from './passwords.service';

const config = { AUTH_BCRYPT_COST: 4, AUTH_PASSWORD_PEPPER: 'p'.repeat(32) } as AuthConfig;

describe('PasswordsService', () => {
  it('hashes two at once, lets fifty wait, and answers unavailable to more', async () => {
    const passwords = new PasswordsService(undefined as never, undefined as never, config);
    const outcomes = await Promise.allSettled(Array.from({ length: 54 }, () => passwords.hash('a long password')));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as { code: string }] : []));
    expect(refused.map(({ code }) => code)).toEqual(['unavailable', 'unavailable']);
    await expect(passwords.matches('a long password', await passwords.hash('a long password'))).resolves.toBe(true);
  });
});
