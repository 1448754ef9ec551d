import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPrepareSettings, redisUsersFile } from '@hallway/service-host';

import { root } from '../src/chart';
import { type ComposeService, composeVariables, rendered } from '../src/compose';
import { type Env, environmentOf, load, ofImage, partsOf, settingsOf } from '../src/service-settings';

const example = readFileSync(join(root, '.env.example'), 'utf8');
/** `NAME` to its value, also of those that stand there as a comment. */
const examples = new Map([...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

const newEnv = (...args: string[]): Env => {
  const text = execFileSync('sh', [join(root, 'deploy/compose/new-env.sh'), ...args], { encoding: 'utf8' });
  return Object.fromEntries([...text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name, value]) => [name, value]));
};

/** Of compose itself. */
const OF_COMPOSE = ['COMPOSE_PROFILES'];

describe('.env.example', () => {
  it('names what docker-compose.yml takes, and nothing else', () => {
    expect([...examples.keys()].filter((name) => !OF_COMPOSE.includes(name)).sort()).toEqual([...composeVariables().keys()].sort());
  });

  it('says the defaults of the file', () => {
    for (const [name, value] of composeVariables()) if (value !== undefined) expect([name, examples.get(name)]).toEqual([name, value]);
  });

  it('holds no secret, and is explained in docs/compose.md', () => {
    const page = readFileSync(join(root, 'docs/compose.md'), 'utf8');
    for (const [name, value] of examples) {
      if (/PASSWORD|SECRET|PEPPER|KEY/.test(name)) expect([name, value]).toEqual([name, '']);
      expect(page).toContain(`\`${name}\``);
    }
  });
});

describe('new-env.sh', () => {
  it('makes every secret anew, each another', () => {
    const [one, other] = [newEnv('small'), newEnv('small')];
    const secrets = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=$/gm)].map(([, name = '']) => name);
    expect(secrets.length).toBeGreaterThan(20);
    const values = secrets.flatMap((name) => [one[name], other[name]]);
    expect(new Set(values).size).toBe(2 * secrets.length);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
  });

  it('asks for the host that it needs', () => {
    expect(newEnv('full', 'chat.example.org')).toMatchObject({
      COMPOSE_PROFILES: 'full',
      PUBLIC_URL: 'https://chat.example.org',
      PUBLIC_HOST: 'chat.example.org',
    });
    expect(() => newEnv('full')).toThrow('usage');
  });
});

describe.each([
  ['small', []],
  ['full', ['chat.example.org']],
])('docker-compose.yml, profile %s', (profile, args) => {
  const variables = newEnv(profile, ...args);
  const { services } = rendered(variables);
  const running = Object.entries(services).filter(([, { profiles }]) => !profiles || profiles.includes(profile));
  const textOf = ({ environment = {} }: ComposeService): Env => Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
  const commandOf = ({ command = [] }: ComposeService): string => [command].flat().join(' ');

  /** Containers of ours that serve, or migrate. */
  const apps = running.flatMap(([name, service]) => {
    const [, app] = /^hallway\/([\w-]+)$/.exec(service.image ?? '') ?? [];
    if (!app || app === 'web' || /prepare|redis-users/.test(commandOf(service))) return [];
    return [{ name, service, env: { ...ofImage, ...textOf(service) }, parts: partsOf(app) }];
  });

  it('gives services settings that they know, and all they need to start', () => {
    expect(apps.length).toBeGreaterThan(1);
    for (const run of apps) {
      expect([run.name, Object.keys(textOf(run.service)).filter((name) => !settingsOf(run).has(name))]).toEqual([run.name, []]);
      for (const part of run.parts) expect(load(part, environmentOf(part, run))).toMatchObject({ NODE_ENV: 'production', PUBLIC_URL: variables.PUBLIC_URL });
    }
  });

  it('gives each its own role and its own user, with the passwords that are set for them', () => {
    const { roles } = readPrepareSettings(['auth', 'conversations', 'messages', 'uploads'], { NODE_ENV: 'production', ...textOf(services.prepare!) });
    const users = redisUsersFile({ NODE_ENV: 'production', ...textOf(services['redis-users']!) });
    for (const run of apps.filter(({ service }) => !commandOf(service).includes('migrate'))) {
      for (const part of run.parts) {
        const { DATABASE_URL, REDIS_URL } = load(part, environmentOf(part, run));
        const role = roles.find(({ schema }) => schema === part.database?.schema);
        expect(DATABASE_URL).toEqual(role && expect.stringContaining(`://${role.role}:${role.password}@postgres`));
        const [, user, password = ''] = /:\/\/([\w-]+):(\w+)@/.exec(REDIS_URL) ?? [];
        expect(user).toBe(part.name);
        expect(password).toBe(variables[`${part.name.toUpperCase().replaceAll('-', '_')}_REDIS_PASSWORD`]);
        expect(users).toContain(`user ${part.name} on #`);
      }
    }
  });

  it('mounts files that are there', () => {
    const own = running.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!).filter((path) => path.startsWith('./deploy')));
    expect(own.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });

  it('lets in one way only', () => {
    const open = running.flatMap(([name, { ports = [] }]) => ports.filter((port) => !port.startsWith('127.0.0.1:')).map(() => name));
    expect([...new Set(open)]).toEqual([profile === 'small' ? 'hallway' : 'nginx']);
  });

  if (profile === 'full') {
    it('runs two of each service, and knows who is in front of the gateways', () => {
      const serving = apps.filter(({ service }) => !commandOf(service).includes('migrate'));
      expect(serving.map(({ name, service }) => [name, service.deploy?.replicas]).sort()).toEqual(
        ['api-gateway', 'auth', 'conversations', 'messages', 'realtime', 'uploads'].map((name) => [name, 2]),
      );
      expect(services['api-gateway']!.environment).toMatchObject({ GATEWAY_TRUSTED_PROXIES: 1 });
      expect(readFileSync(join(root, 'deploy/compose/nginx.conf'), 'utf8')).toContain(`location /${services.uploads!.environment!.S3_BUCKET}/`);
    });
  } else {
    it('stays light: one process, PostgreSQL, Redis, and tasks that end', () => {
      const staying = running.filter(([, { restart }]) => restart !== 'no').map(([name]) => name);
      expect(staying.sort()).toEqual(['hallway', 'postgres', 'redis']);
    });
  }
});
