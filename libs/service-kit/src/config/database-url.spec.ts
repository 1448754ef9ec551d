import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseDatabaseUrl } from './database-url';
import { ConfigError, loadConfig } from './load-config';
import { ServiceConfig } from './service-config';
import { testEnvironment } from './test-environment';

describe('parseDatabaseUrl', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hallway-url-'));
    writeFileSync(join(folder, 'ca.crt'), 'certificate');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads one host', () => {
    expect(parseDatabaseUrl('postgresql://app:p%40ss@db.internal:5433/hallway')).toEqual({
      hosts: [{ host: 'db.internal', port: 5433 }],
      user: 'app',
      password: 'p@ss',
      database: 'hallway',
      tls: [false],
    });
  });

  it.each([
    ['a,b:6432', ['a:5432', 'b:6432']],
    ['[::1]:7000,10.0.0.5', ['::1:7000', '10.0.0.5:5432']],
    ['%2Fvar%2Frun%2Fpostgresql', ['/var/run/postgresql:5432']],
  ])('reads the hosts of %s', (hosts, expected) => {
    expect(parseDatabaseUrl(`postgres://app:p@${hosts}/hallway`).hosts.map(({ host, port }) => `${host}:${port}`)).toEqual(expected);
  });

  it('takes the name of the user for that of the database, as libpq does', () => {
    expect(parseDatabaseUrl('postgres://app@a')).toMatchObject({ user: 'app', password: '', database: 'app' });
  });

  const unverified = { rejectUnauthorized: false };
  const signed = { ca: 'certificate', checkServerIdentity: expect.any(Function) as unknown };
  it.each<[string, boolean, unknown[]]>([
    ['disable', false, [false]],
    ['allow', false, [false, unverified]],
    ['prefer', false, [unverified, false]],
    ['require', false, [unverified]],
    ['require', true, [signed]],
    ['verify-ca', true, [signed]],
    ['verify-full', true, [{ ca: 'certificate' }]],
    ['verify-full', false, [{}]],
  ])('means by sslmode=%s, with an authority: %s, what libpq means', (mode, withAuthority, tls) => {
    const authority = withAuthority ? `&sslrootcert=${encodeURIComponent(join(folder, 'ca.crt'))}` : '';
    expect(parseDatabaseUrl(`postgres://app:p@a/b?sslmode=${mode}${authority}`).tls).toEqual(tls);
  });

  it('verifies fully where an authority is named and no sslmode', () => {
    expect(parseDatabaseUrl(`postgres://app:p@a/b?sslrootcert=${folder}/ca.crt`).tls).toEqual([{ ca: 'certificate' }]);
  });

  it.each([
    ['mysql://app:secret@a/b', 'postgresql://'],
    ['postgres://app:secret@/b', 'a host'],
    ['postgres://a/b', 'a user'],
    ['postgres://app:secret@a:b/c', 'every host'],
    ['postgres://app:secret@a:70000/c', 'every host'],
    ['postgres://app:secret@a,,b/c', 'every host'],
    ['postgres://app:secret@a/b?sslmode=always', 'sslmode must be'],
    ['postgres://app:secret@a/b?sslmode=verify-ca', 'needs sslrootcert'],
    ['postgres://app:secret@a/b?sslrootcert=/nowhere', 'sslrootcert names a file'],
    ['postgres://app:secret@a/b?pool=3', 'only these parameters'],
    ['postgres://app:secret@a/b?target_session_attrs=standby', 'can only be primary'],
    ['postgres://app:%zz@a/b', 'percent-encoded'],
  ])('refuses %s and says why, without the password', (url, reason) => {
    const load = () => loadConfig(ServiceConfig, testEnvironment({ DATABASE_URL: url }));
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(reason);
    expect(load).not.toThrow('secret');
  });
});
