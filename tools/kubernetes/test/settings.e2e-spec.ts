import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { authService } from '@hallway/auth-service';
import * as authContracts from '@hallway/contracts-auth';
import * as conversationsContracts from '@hallway/contracts-conversations';
import type { Endpoint } from '@hallway/contracts-core';
import * as messagesContracts from '@hallway/contracts-messages';
import * as realtimeContracts from '@hallway/contracts-realtime';
import * as uploadsContracts from '@hallway/contracts-uploads';
import { readPrepareSettings, redisUsersFile, type ServiceOptions } from '@hallway/service-host';
import { describeConfig } from '@hallway/service-kit/config';

import { PRESETS, render, root } from '../src/chart';
import { type Container, containersOf, type EnvEntry, podsIn } from '../src/manifest';
import { type AppRun, environmentOf, load, ofImage, partsOf, services, settingsOf } from '../src/service-settings';

/** Something of the right form for each key of the Secret. */
function valueOf({ value, valueFrom }: EnvEntry): string {
  const key = valueFrom?.secretKeyRef?.key;
  if (!key) return value ?? 'hallway-0';
  if (/DATABASE(_OWNER)?_URL$/.test(key)) return 'postgresql://a:b@postgres.example.org:5432/hallway';
  if (key.endsWith('REDIS_URL')) return `redis-sentinel://${key}:secret@a:26379,b:26379/hallway`;
  return randomBytes(32).toString('hex');
}

interface Run extends AppRun {
  name: string;
  container: Container;
}

const isPrepare = ({ container }: Run): boolean => container.command?.at(-1) === 'prepare';
const isRedisUsers = ({ container }: Run): boolean => container.command?.at(-1)?.includes('redis-users') === true;

/** Every container that runs a service, its migrations too. */
const runsIn = (preset: string, settings: string[] = []): Run[] => programsIn(preset, settings).filter((run) => !isPrepare(run) && !isRedisUsers(run));

function programsIn(preset: string, settings: string[]): Run[] {
  return podsIn(render(preset, settings)).flatMap(({ manifest, pod }) =>
    containersOf(pod).flatMap((container) => {
      const app = /^hallway\/([\w-]+):/.exec(container.image)?.[1] ?? 'web';
      if (app === 'web' || container.image.startsWith('postgres')) return [];
      const parts = partsOf(app);
      const env = { ...ofImage, ...Object.fromEntries((container.env ?? []).map((entry) => [entry.name, valueOf(entry)])) };
      return [{ name: `${manifest.metadata.name}/${container.name}`, container, env, parts }];
    }),
  );
}

describe.each(Object.keys(PRESETS))('settings with the preset %s', (preset) => {
  const runs = runsIn(preset);

  it('are known to the service that gets them', () => {
    expect(runs.length).toBeGreaterThan(1);
    const unknown = runs.flatMap((run) => (run.container.env ?? []).filter(({ name }) => !settingsOf(run).has(name)).map(({ name }) => `${run.name}: ${name}`));
    expect(unknown).toEqual([]);
  });

  it('are enough for the service to start', () => {
    for (const run of runs)
      for (const part of run.parts) expect(load(part, environmentOf(part, run))).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  it('give each service that is alone the stores it has, and the ports that the chart names', () => {
    for (const run of runs) {
      for (const part of run.parts) {
        const config = load(part, environmentOf(part, run));
        expect(Boolean(config.DATABASE_URL)).toBe(part.database !== undefined);
        expect(config.REDIS_URL).toContain(`://${part.name.toUpperCase().replaceAll('-', '_')}_REDIS_URL:`);
        const ports = Object.fromEntries((run.container.ports ?? []).map(({ name, containerPort }) => [name, containerPort]));
        if (run.container.ports && (part.edge || run.parts.length === 1)) expect({ http: config.PORT, ops: config.OPS_PORT }).toEqual(ports);
      }
    }
  });

  it('hold no secret but by reference', () => {
    const secrets = services.flatMap(({ config }) =>
      describeConfig(config)
        .filter(({ secret }) => secret)
        .map(({ name }) => name),
    );
    expect(secrets).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'SERVICE_SECRET']));
    const written = runs.flatMap(({ container }) =>
      (container.env ?? []).filter(({ name, value }) => value !== undefined && secrets.some((secret) => name.endsWith(secret))),
    );
    expect(written).toEqual([]);
  });
});

describe('preparing the bundled database', () => {
  it.each([
    ['one process', 'one', [['auth', 'conversations', 'messages', 'uploads']]],
    ['services of their own', 'separate', [['auth'], ['conversations'], ['messages'], ['uploads']]],
  ])('has what it needs, for %s', (_what, form, schemas) => {
    const preparing = programsIn('small', [`form=${form}`]).filter(isPrepare);
    const prepared = preparing.map(({ parts, env }) => {
      const owned = parts.flatMap(({ database }) => database?.schema ?? []).sort();
      const { roles } = readPrepareSettings(owned, env);
      expect(Object.keys(env).sort()).toEqual(
        [...Object.keys(ofImage), 'DATABASE_OWNER_URL', ...owned.map((schema) => `${schema.toUpperCase()}_DATABASE_PASSWORD`)].sort(),
      );
      return roles.map(({ schema }) => schema);
    });
    expect(prepared).toEqual(schemas);
  });
});

describe('bundled Redis', () => {
  it('gets a user for each service, and one for the person who looks after it', () => {
    const [users] = programsIn('small', []).filter(isRedisUsers);
    const names = [...redisUsersFile(users!.env).matchAll(/^user ([\w-]+) on #/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([...services.map(({ name }) => name), 'operator'].sort());
  });
});

describe('a setting that is missing', () => {
  it('keeps the service from starting, so that the check would see it', () => {
    const auth = runsIn('ha').find(({ name }) => name === 'hallway-auth/auth')!;
    for (const missing of ['SERVICE_SECRET', 'AUTH_PASSWORD_PEPPER', 'AUTH_KEY_SECRET', 'DATABASE_URL'])
      expect(() => load(authService as unknown as ServiceOptions, { ...auth.env, [missing]: '' })).toThrow(missing);
  });
});

describe('settings that a person gives', () => {
  it('replace those of the chart, and reach one service or all', () => {
    const runs = runsIn('ha', ['env.LOG_LEVEL=warn', 'services.realtime.env.REALTIME_DRAIN_MS=2000', 'caBundle.existingConfigMap=ca']);
    const realtime = runs.find(({ name }) => name === 'hallway-realtime/realtime')!;
    expect(realtime.env).toMatchObject({ LOG_LEVEL: 'warn', REALTIME_DRAIN_MS: '2000', NODE_EXTRA_CA_CERTS: '/etc/hallway/ca/ca.crt' });
    expect(realtime.container.env!.filter(({ name }) => name === 'REALTIME_DRAIN_MS')).toHaveLength(1);
    expect(runs.every(({ env }) => env.LOG_LEVEL === 'warn')).toBe(true);
  });
});

const contracts = { ...authContracts, ...conversationsContracts, ...messagesContracts, ...realtimeContracts, ...uploadsContracts } as unknown as Record<
  string,
  Record<string, Endpoint>
>;

/** The services whose endpoints the code of a service names without serving them or writing their addresses. */
function askedBy(service: string): string[] {
  const folder = join(root, 'libs/services', service, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/spec\.ts$|\/testing\//.test(file));
  const named = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/(?<!@Endpoint\(|pathOf\()\b(\w+Api)\.(\w+)/g)]);
  return named.flatMap(([, api = '', name = '']) => contracts[api]?.[name]?.service ?? []).filter((asked) => asked !== service);
}

describe('addresses of siblings', () => {
  const runs = runsIn('ha').filter(({ container }) => container.ports);

  it.each(['auth', 'conversations', 'messages', 'realtime', 'uploads'])('%s has those of the services that its code asks', (service) => {
    const { env } = runs.find(({ parts: [part] }) => part?.name === service)!;
    const given = Object.keys(env).flatMap((name) => /^(AUTH|CONVERSATIONS|MESSAGES|REALTIME|UPLOADS)_URL$/.exec(name)?.[1]?.toLowerCase() ?? []);
    // Everyone asks auth for the keys of tokens.
    expect(given.sort()).toEqual([...new Set(['auth', ...askedBy(service)])].sort());
  });

  it('are full names, so that DNS is asked and every replica is found', () => {
    const gateway = runs.find(({ parts: [part] }) => part === services[0])!;
    expect(gateway.env).toMatchObject({ MESSAGES_URL: 'http://hallway-messages.chat.svc.cluster.local:3000' });
    expect(
      Object.keys(gateway.env)
        .filter((name) => /^[A-Z]+_URL$/.test(name))
        .sort(),
    ).toEqual(['AUTH_URL', 'CONVERSATIONS_URL', 'MESSAGES_URL', 'PUBLIC_URL', 'REALTIME_URL', 'REDIS_URL', 'UPLOADS_URL'].sort());
  });
});
