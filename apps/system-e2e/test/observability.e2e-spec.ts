import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';

import type { Client } from '@hallway/client';
import { accountsApi, authApi, usersApi } from '@hallway/contracts-auth';
import { conversationsApi, invitesApi, membersApi } from '@hallway/contracts-conversations';
import { messagesApi, pinsApi, searchApi } from '@hallway/contracts-messages';
import { eventually } from '@hallway/testing';

import { auditTable } from '../../../tools/monitoring/audit-table.mjs';
import { metricsPage } from '../../../tools/monitoring/metrics-page.mjs';
import { type Family, parseMetrics, quantile, total } from '../src/prometheus';
import { idOf, sendUntilAcknowledged, System } from '../src/system';

/** Marked texts: none of them may be found in what the system writes about itself. */
const canary = (what: string) => `canary-${what}-${randomBytes(6).toString('hex')}`;
const secrets = {
  password: canary('password'),
  newPassword: canary('new-password'),
  email: `${canary('mail')}@example.org`,
  text: canary('text'),
  edited: canary('edited'),
  fileName: `${canary('file')}.txt`,
  query: canary('query'),
  forgedToken: canary('token'),
  cookie: canary('cookie'),
  wrongField: canary('field'),
  wrongPath: canary('path'),
  login: canary('login'),
  displayName: canary('display-name'),
  statusText: canary('status'),
  title: canary('title'),
};
/** Audit lines of what needs time, or a command: tests of the services have them. */
const notHere = ['refresh-token-reused', 'upload-deleted', 'dead-letters-replayed', 'dead-letter-dropped', 'password-reset'];
const services = ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'];
const withSchema = ['auth', 'conversations', 'messages', 'uploads'];
const username = `ana-${randomBytes(4).toString('hex')}`;

describe('what the system writes about itself', () => {
  let system: System;
  let ana: Client;
  let bo: Client;
  let conversationId: string;
  const lines: string[] = [];
  /** Made by the system, so known only later. */
  const made: Record<string, string> = {};

  const call = (path: string, options: RequestInit = {}) => fetch(`${system.url}/api/v1${path}`, options);
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    call(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const metricsText = async (name: string) => (await fetch(`${system.replicas(name)[0]!.opsUrl}/metrics`)).text();
  const metrics = async (name: string) => parseMetrics(await metricsText(name));

  /** Whatever people do with texts, files and secrets, right and wrong. */
  async function useEverything(): Promise<void> {
    const tokens = (await (
      await post('/auth/register', { username, email: secrets.email, password: secrets.password, displayName: 'Ana', tokenTransport: 'body' })
    ).json()) as Record<string, string>;
    made.accessToken = tokens.accessToken!.split('.')[2]!;
    made.refreshToken = tokens.refreshToken!;
    ana = system.client();
    await ana.session.login({ login: secrets.email, password: secrets.password });
    bo = await system.person('bo');
    conversationId = (await system.group(ana, bo)).id;
    const params = { conversationId };
    made.inviteCode = (await ana.call(invitesApi.create, { params, body: {} })).code;
    const data = Buffer.from(secrets.text);
    const upload = await ana.uploads.upload({ name: secrets.fileName, type: 'text/plain', size: data.length, data });
    await ana.call(messagesApi.send, { params, body: { clientMessageId: randomUUID(), body: secrets.text, attachments: [upload.id] } });
    await eventually(() => ana.connection.online, { timeoutMs: 20_000 });
    const message = await ana.emit('message:send', { conversationId, clientMessageId: randomUUID(), body: secrets.text });
    await ana.call(messagesApi.edit, { params: { messageId: message.id }, body: { body: secrets.edited } });
    const his = await bo.call(messagesApi.send, { params, body: { clientMessageId: randomUUID(), body: secrets.text } });
    await ana.call(pinsApi.add, { params: { messageId: message.id } });
    await ana.call(searchApi.messages, { query: { q: secrets.query } });
    await ana.call(membersApi.add, { params, body: { userIds: [idOf(await system.person('eve'))] } });
    await ana.call(membersApi.changeRole, { params: { conversationId, userId: idOf(bo) }, body: { role: 'admin' } });
    await ana.call(membersApi.remove, { params: { conversationId, userId: idOf(bo) } });
    await settleAndEnd(message.id);
    await lookAfterPeople(idOf(await system.person('flo')));
    for (const { id } of [message, his]) await ana.call(messagesApi.delete, { params: { messageId: id } });
    await ana.call(authApi.changePassword, { body: { currentPassword: secrets.password, newPassword: secrets.newPassword } });
  }

  /** Names, and what ends or is taken back. */
  async function settleAndEnd(messageId: string): Promise<void> {
    const params = { conversationId };
    await ana.call(usersApi.updateMe, { body: { displayName: secrets.displayName, statusText: secrets.statusText } });
    await ana.call(conversationsApi.update, { params, body: { title: secrets.title } });
    await ana.call(pinsApi.remove, { params: { messageId } });
    await ana.call(invitesApi.revoke, { params: { ...params, code: made.inviteCode! } });
    await ana.call(conversationsApi.delete, { params: { conversationId: (await system.group(ana)).id } });
    await expect(ana.call(authApi.changePassword, { body: { currentPassword: 'wrong', newPassword: secrets.newPassword } })).rejects.toMatchObject({
      status: 403,
    });
  }

  /** What an owner does; the first account is one. */
  async function lookAfterPeople(userId: string): Promise<void> {
    const params = { userId };
    await ana.call(accountsApi.update, { params, body: { role: 'admin' } });
    made.resetToken = new URL((await ana.call(accountsApi.makeResetLink, { params })).url).hash.slice(1);
    await ana.call(accountsApi.signOut, { params });
    for (const active of [false, true]) await ana.call(accountsApi.update, { params, body: { active } });
  }

  async function doWrong(): Promise<void> {
    const bearer = { authorization: `Bearer ${secrets.forgedToken}` };
    await post('/auth/login', { login: secrets.login, password: secrets.password, tokenTransport: 'body' });
    await post('/auth/login', { login: secrets.email, password: `${secrets.newPassword}-wrong`, tokenTransport: 'body' });
    await post('/auth/refresh', { refreshToken: secrets.forgedToken }, { cookie: `hallway_refresh=${secrets.cookie}` });
    await post('/auth/register', { [secrets.wrongField]: secrets.wrongField, email: secrets.email, password: 'x' });
    await call(`/${secrets.wrongPath}?token=${secrets.forgedToken}`, { headers: bearer });
    await call('/conversations', { headers: bearer });
    await call('/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"password":"${secrets.password}` });
    await expect(ana.emit('message:send', { conversationId: secrets.wrongField, clientMessageId: secrets.wrongField, body: secrets.text })).rejects.toThrow();
    await expect(bo.call(messagesApi.send, { params: { conversationId }, body: { clientMessageId: randomUUID(), body: secrets.text } })).rejects.toMatchObject({
      status: 404,
    });
    system.stack.stores.postgres.kill();
    await sendUntilAcknowledged(ana, conversationId, secrets.text);
    await eventually(
      async () => expect((await post('/auth/login', { login: secrets.email, password: secrets.newPassword, tokenTransport: 'body' })).status).toBe(200),
      { timeoutMs: 30_000 },
    );
  }

  const audits = () => lines.filter((line) => line.includes('"audit":true')).map((line) => JSON.parse(line) as Record<string, unknown>);

  beforeAll(async () => {
    system = await System.start({}, { env: { LOG_LEVEL: 'debug' }, onLine: (_instance, line) => lines.push(line) });
    await useEverything();
    await doWrong();
  }, 120_000);
  afterAll(() => system?.stop());

  it('holds no password, token, text, e-mail or file name: not in logs, metrics or dead letters', async () => {
    const logs = join(system.dataDir, 'logs');
    const files = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
    const letters = await Promise.all(withSchema.map((schema) => system.rows(`SELECT * FROM ${schema}.dead_letters`)));
    const written = [...lines, ...files, ...(await Promise.all(services.map(metricsText))), JSON.stringify(letters)];
    for (const [what, secret] of Object.entries({ ...secrets, ...made })) {
      expect({ what, found: written.filter((text) => text.includes(secret)).map((text) => text.slice(0, 500)) }).toEqual({ what, found: [] });
    }
    // The capture works: these lines are there.
    for (const service of services) expect(lines.some((line) => line.includes(`"service":"${service}"`))).toBe(true);
    expect(lines.some((line) => line.includes('"msg":"request"') && line.includes('/conversations/:conversationId/messages'))).toBe(true);
  });

  it('records who did what, when and from where', () => {
    for (const action of ['message-deleted', 'upload-completed', 'profile-changed', 'conversation-changed'])
      expect(audits().find((line) => line.action === action)).toMatchObject({ userId: idOf(ana), network: '127.0.0.0/24', userAgent: expect.any(String) });
    expect(audits().find(({ action }) => action === 'message-deleted')).toMatchObject({ conversationId, senderId: idOf(ana) });
  });

  it('writes the audit lines that docs/logs.md lists, with those fields and no others', () => {
    const common = 'level time service version instance requestId traceId userId audit action network userAgent sessionId outcome msg'.split(' ');
    const table = auditTable();
    expect([...new Set(audits().map(({ action }) => action)), ...notHere].sort()).toEqual(table.map(({ action }) => action).sort());
    for (const { action, services: writing, fields, optional } of table) {
      const seen = audits().filter((line) => line.action === action);
      const own = [...new Set(seen.flatMap((line) => Object.keys(line)))].filter((field) => !common.includes(field));
      const missing = fields.filter((field) => !optional.includes(field) && seen.some((line) => !(field in line)));
      const elsewhere = seen.map(({ service }) => service as string).filter((service) => writing !== 'all' && !writing.includes(service));
      expect({ action, unknown: own.filter((field) => !fields.includes(field)), missing, elsewhere }).toEqual({
        action,
        unknown: [],
        missing: [],
        elsewhere: [],
      });
      for (const line of seen)
        expect(line).toMatchObject({ level: 'INFO', time: expect.any(String), outcome: expect.stringMatching(/^(success|failed|refused)$/) });
    }
  });

  it('answers numbers with lawful names and a help text, and without ids', async () => {
    for (const service of services) {
      const text = await metricsText(service);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/);
      for (const [name, { help, type, samples }] of parseMetrics(text)) {
        expect({ service, name, faults: faultsOf(service, name, help, type) }).toEqual({ service, name, faults: [] });
        for (const sample of [...samples.values()].flat()) expect(sample.labels.service).toBe(service);
      }
    }
  });

  it('answers the numbers that docs/metrics.md lists, and no others', async () => {
    const all = await Promise.all(services.map(async (service) => ({ service, families: await metrics(service) })));
    const page = metricsPage().map((row) => ({ ...row, services: row.services === 'all' ? services : row.services }));
    expect(page.map(({ name }) => name).sort()).toEqual([...new Set(all.flatMap(({ families }) => [...families.keys()]))].sort());
    for (const { name, type, labels, services: having } of page) {
      const exporting = all.filter(({ families }) => families.has(name));
      const samples = exporting.flatMap(({ service, families }) => [...families.get(name)!.samples.values()].flat().map((sample) => ({ service, ...sample })));
      const seen = new Set(samples.flatMap((sample) => Object.keys(sample.labels)).filter((label) => !['service', 'le'].includes(label)));
      expect({
        name,
        types: [...new Set(exporting.map(({ families }) => families.get(name)!.type))],
        unknownLabels: [...seen].filter((label) => !labels.includes(label)),
        missingLabels: samples.length > 0 ? labels.filter((label) => !seen.has(label)) : [],
        alsoBy: [...new Set(samples.map(({ service }) => service))].filter((service) => !having.includes(service)),
        notBy: having.filter((service) => !exporting.some((one) => one.service === service)),
      }).toEqual({ name, types: [type], unknownLabels: [], missingLabels: [], alsoBy: [], notBy: [] });
    }
  });

  it('answers every number that is asked for', async () => {
    const all = Object.fromEntries(await Promise.all(services.map(async (name) => [name, await metrics(name)] as const)));
    const of = (name: string): Map<string, Family> => all[name]!;
    expect(total(of('realtime'), 'hallway_realtime_sockets_connected')).toBeGreaterThanOrEqual(1);
    expect(total(of('realtime'), 'hallway_realtime_sockets_peak')).toBeGreaterThanOrEqual(2);
    expect(total(of('messages'), 'hallway_messages_sent_total')).toBe(4);
    for (const service of ['auth', 'messages']) expect(total(of(service), 'hallway_http_problems_total')).toBeGreaterThan(0);
    for (const service of services) {
      const numbers = of(service);
      // realtime answers sockets, not requests.
      for (const share of service === 'realtime' ? [] : [0.5, 0.95, 0.99])
        expect(quantile(numbers, 'hallway_http_request_duration_seconds', share)).toBeGreaterThan(0);
      expect(total(numbers, 'hallway_redis_memory_used_bytes')).toBeGreaterThan(0);
      expect(total(numbers, 'process_cpu_seconds_total')).toBeGreaterThan(0);
      expect(total(numbers, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    }
    for (const service of withSchema) {
      expect(total(of(service), 'hallway_db_query_duration_seconds_count')).toBeGreaterThan(0);
      expect(total(of(service), 'hallway_db_pool_connections')).toBeLessThanOrEqual(20);
    }
  });

  it('keeps at most 20 connections of a service to the database while many call at once', async () => {
    const calls = Array.from({ length: 200 }, () => ana.call(messagesApi.window, { params: { conversationId }, query: {} }));
    const counted = await system.rows<{ name: string; n: number }>(
      `SELECT application_name AS name, count(*)::integer AS n FROM pg_stat_activity WHERE application_name LIKE 'hallway-%' GROUP BY 1`,
    );
    await Promise.allSettled(calls); // a crowded pool may send some away, to try again
    expect(counted.map(({ name }) => name)).toEqual(expect.arrayContaining(withSchema.map((schema) => `hallway-${schema}`)));
    expect(Math.max(...counted.map(({ n }) => n))).toBeLessThanOrEqual(20);
  });

  it('compresses answers and files', async () => {
    for (let i = 0; i < 10; i += 1) await ana.call(conversationsApi.create, { body: { type: 'group', title: `Group ${i}`, memberIds: [] } });
    const authorization = `Bearer ${await ana.session.current()}`;
    const list = await raw(`${system.url}/api/v1/conversations`, { authorization });
    expect(list['content-encoding']).toMatch(/^(br|gzip|zstd)$/);
    const script = /src="(\/[^"]+\.js)"/.exec(await (await fetch(system.url)).text())![1]!;
    expect((await raw(`${system.url}${script}`))['content-encoding']).toMatch(/^(br|gzip|zstd)$/);
  });
});

/** The headers as they come over the line. */
function raw(url: string, headers: Record<string, string> = {}): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { ...headers, 'accept-encoding': 'br, gzip' } }, (response) => {
      response.resume().once('end', () => resolve(response.headers));
    }).once('error', reject);
  });
}

/** Numbers that several services have go without the name of one. */
const shared = ['http', 'call', 'db', 'redis', 'store', 'event', 'events', 'outbox', 'trace'];

function faultsOf(service: string, name: string, help: string, type: string): string[] {
  const faults: string[] = [];
  if (help.length < 5) faults.push('has no help');
  if (/^(process|nodejs)_/.test(name)) return faults;
  const groups = [service.replace(/-/g, '_'), ...shared].join('|');
  if (!new RegExp(`^hallway_(${groups})_[a-z0-9]+(_[a-z0-9]+)*$`).test(name)) faults.push('is not called hallway_<service>_<noun>_<unit>');
  if ((type === 'counter') !== name.endsWith('_total')) faults.push('ends with _total or is a counter, but not both');
  if (type === 'histogram' && !/_(seconds|bytes|messages)$/.test(name)) faults.push('has no unit');
  return faults;
}
