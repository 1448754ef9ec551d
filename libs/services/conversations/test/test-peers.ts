import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type UserProfile, usersInternalApi } from '@hallway/contracts-auth';
import { type MemberAdditions, type MemberChange, messagesListenerApi, realtimeListenerApi } from '@hallway/contracts-conversations';
import { type Endpoint, fullPath } from '@hallway/contracts-core';
import { messagesInternalApi, type SummariesRequest, type Summary, type UserSummariesRequest } from '@hallway/contracts-messages';
import { type ClaimPicture, type OwnedUpload, uploadsInternalApi } from '@hallway/contracts-uploads';
import { serviceHeader, verifyServiceToken } from '@hallway/service-kit/auth';
import { validateWire } from '@hallway/service-kit/http';
import type { TestIssuer } from '@hallway/testing';

interface Route {
  audience: string;
  endpoint: Endpoint;
  answer: (body: never) => object | undefined;
}

const notHere = { code: 'not-found', title: 'Not found' };
const away = { code: 'unavailable', title: 'Away' };

type Counters = Pick<Summary, 'lastSeq' | 'readSeq'> & { lastActivityAt: string };

/**
 * Auth, messages and uploads on one real port. They take only what the contract allows,
 * ask for a service token, and answer what a test has put in.
 */
export class TestPeers {
  readonly users = new Map<string, UserProfile>();
  readonly uploads: OwnedUpload[] = [];
  readonly counters = new Map<string, Counters>();
  readonly removals: MemberChange[] = [];
  readonly additions: MemberChange[] = [];
  /** Removals that realtime was told of. */
  readonly liveRemovals: MemberChange[] = [];
  readonly lookups: string[][] = [];
  /** Messages answers 503 while this is set. */
  messagesAway = false;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private readonly routes: Route[] = [];

  constructor(
    private readonly issuer: TestIssuer,
    private readonly serviceSecret: string,
  ) {
    this.route('auth', usersInternalApi.lookup, ({ userIds }: { userIds: string[] }) => {
      this.lookups.push(userIds);
      return { users: userIds.flatMap((id) => this.users.get(id) ?? []) };
    });
    this.route('messages', messagesInternalApi.summaries, ({ conversationId, members }: SummariesRequest) =>
      this.messagesAway ? undefined : { items: members.map(({ userId }) => this.summary(conversationId, userId)) },
    );
    this.route('messages', messagesInternalApi.userSummaries, (body: UserSummariesRequest) => (this.messagesAway ? undefined : this.page(body)));
    this.route('messages', messagesListenerApi.memberRemoved, (change: MemberChange) => {
      if (this.messagesAway) return undefined;
      this.removals.push(change);
      return {};
    });
    this.route('messages', messagesListenerApi.membersAdded, ({ changes }: MemberAdditions) => {
      if (this.messagesAway) return undefined;
      this.additions.push(...changes);
      return {};
    });
    this.route('realtime', realtimeListenerApi.memberRemoved, (change: MemberChange) => {
      this.liveRemovals.push(change);
      return {};
    });
    this.route('uploads', uploadsInternalApi.claimPicture, ({ ownerId, uploadId }: ClaimPicture) => ({
      claimed: this.uploads.some((upload) => upload.ownerId === ownerId && upload.id === uploadId && upload.mimeType.startsWith('image/')),
    }));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private route<Body>(audience: string, endpoint: Endpoint, answer: (body: Body) => object | undefined): void {
    this.routes.push({ audience, endpoint, answer });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? undefined : JSON.stringify(body));
    };
    if (request.url?.endsWith('/.well-known/jwks.json')) return send(200, await (await fetch(this.issuer.url + request.url)).json());
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = String(request.headers[serviceHeader]);
    const asked = ({ endpoint, audience }: Route): boolean =>
      endpoint.method === request.method && fullPath(endpoint) === request.url && Boolean(verifyServiceToken(this.serviceSecret, token, audience));
    const route = this.routes.find(asked);
    if (!route?.endpoint.body) return send(404, notHere);
    const body = validateWire(route.endpoint.body, JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const answer = route.answer(body as never);
    return answer ? send(route.endpoint.status, answer) : send(503, away);
  }

  private summary(conversationId: string, userId: string): Summary {
    const { lastSeq, readSeq, lastActivityAt } = this.counters.get(conversationId) ?? { lastSeq: 0, readSeq: 0, lastActivityAt: null };
    const unread = lastSeq - readSeq;
    return { conversationId, userId, lastSeq, rev: lastSeq, readSeq, unread, mentionCount: 0, lastMessage: null, lastActivityAt };
  }

  private page({ userId, conversations, limit, cursor }: UserSummariesRequest): object {
    const when = ({ conversationId, createdAt }: { conversationId: string; createdAt: string }): string =>
      `${this.counters.get(conversationId)?.lastActivityAt ?? createdAt} ${conversationId}`;
    const sorted = [...conversations].sort((a, b) => (when(a) < when(b) ? 1 : -1));
    const start = Number(cursor ?? 0);
    const items = sorted.slice(start, start + limit).map(({ conversationId }) => this.summary(conversationId, userId));
    return { items, nextCursor: start + limit < sorted.length ? String(start + limit) : null };
  }
}
