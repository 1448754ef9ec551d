import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { usersInternalApi } from '@hallway/contracts-auth';
import { conversationsInternalApi } from '@hallway/contracts-conversations';
import { fullPath, unavailable } from '@hallway/contracts-core';
import { messagesInternalApi } from '@hallway/contracts-messages';
import { createServiceApp, type ServiceApp } from '@hallway/service-host';
import { createTestDatabase, startTestIssuer, type TestDatabase, testRedis } from '@hallway/testing';

import { uploadsService } from '../src/uploads.service-definition';

/** Plays those whom uploads asks: messages (who may see a message with an upload), auth and conversations (what they show to whom). */
async function startPeers(issuerUrl: string) {
  const allowed = new Set<string>();
  const shown = { users: new Set<string>(), conversations: new Set<string>() };
  const away = new Set<string>();
  const answers: Record<string, (body: { uploadId: string; uploadIds: string[]; userId?: string }) => object> = {
    [fullPath(messagesInternalApi.uploadAccess)]: ({ uploadId, userId }) => ({ allowed: allowed.has(`${uploadId} ${userId}`) }),
    [fullPath(usersInternalApi.pictures)]: ({ uploadIds }) => ({ uploadIds: uploadIds.filter((id) => shown.users.has(id)) }),
    [fullPath(conversationsInternalApi.pictures)]: ({ uploadIds, userId }) => ({
      uploadIds: uploadIds.filter((id) => [...shown.conversations].some((entry) => entry.startsWith(id) && (!userId || entry.endsWith(userId)))),
    }),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('/jwks.json'))
      return void fetch(issuerUrl + path).then(async (keys) => response.writeHead(200, { 'content-type': 'application/json' }).end(await keys.text()));
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (away.has(path)) return void response.writeHead(503, { 'content-type': 'application/problem+json' }).end(JSON.stringify(unavailable));
      response.writeHead(answers[path] ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answers[path]?.(JSON.parse(text)) ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    allow: (uploadId: string, userId: string) => allowed.add(`${uploadId} ${userId}`),
    forbid: (uploadId: string, userId: string) => allowed.delete(`${uploadId} ${userId}`),
    /** Uploads that are pictures of people; and of conversations, as `<upload> <member>`. */
    shown,
    /** Paths that answer 503. */
    away,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface User {
  id: string;
  token: string;
}

export interface UploadsUnderTest {
  service: ServiceApp;
  database: TestDatabase;
  folder: string;
  peers: Awaited<ReturnType<typeof startPeers>>;
  user(): User;
  call(
    user: User | undefined,
    method: string,
    path: string,
    options?: { body?: string | Uint8Array<ArrayBuffer>; json?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Declares, sends and completes. */
  upload(user: User, bytes: Buffer, details?: Record<string, unknown>): Promise<Record<string, never> & { id: string }>;
  stop(): Promise<void>;
}

/** The body of an answer, to look at freely. */
export async function json(response: Response) {
  return JSON.parse(await response.text());
}

/** The uploads service on stores of its own, with files in a temporary folder. */
export async function startUploads(overrides: Record<string, unknown> = {}): Promise<UploadsUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'hallway-uploads-'));
  const [database, redis, issuer] = await Promise.all([createTestDatabase('uploads'), testRedis(), startTestIssuer()]);
  const peers = await startPeers(issuer.url);
  const service = await createServiceApp(uploadsService, {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_KEY_PREFIX: redis.prefix,
    AUTH_URL: [peers.url],
    CONVERSATIONS_URL: [peers.url],
    MESSAGES_URL: [peers.url],
    UPLOADS_DIR: folder,
    UPLOADS_MAX_BYTES: 2_000_000,
    ...overrides,
  });
  const call: UploadsUnderTest['call'] = (user, method, path, { body, json, headers } = {}) =>
    fetch(path.startsWith('http') ? path : service.url + (path.startsWith('/api') ? path : `/api/v1${path}`), {
      method,
      headers: {
        ...(user ? { authorization: `Bearer ${user.token}` } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    });
  const upload: UploadsUnderTest['upload'] = async (user, bytes, details = {}) => {
    const declared = await json(
      await call(user, 'POST', '/uploads', { json: { fileName: 'file.bin', mimeType: 'application/octet-stream', size: bytes.length, ...details } }),
    );
    await call(user, 'PUT', declared.upload.url, { body: new Uint8Array(bytes), headers: declared.upload.headers });
    return json(await call(user, 'POST', `/uploads/${declared.id}/complete`));
  };
  return {
    service,
    database,
    folder,
    peers,
    call,
    upload,
    user: () => {
      const id = randomUUID();
      return { id, token: issuer.mint({ userId: id }) };
    },
    stop: async () => {
      await service.close();
      await Promise.all([database.drop(), redis.release(), issuer.close(), peers.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
