import type { Answer, Json } from './api-user';

/* The shapes of contract.md: used with toEqual, they say exactly which properties there are. */

/** An id that is well-formed and belongs to no user. */
export const unknownId = '01a205c8-61d6-75c2-9033-10638185f406';

export const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const uuidV7 = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
export const text = expect.any(String);
export const count = expect.any(Number);

export const aProfile = (more: object = {}) => ({ id: uuidV7, username: text, displayName: text, avatarUrl: null, statusText: '', ...more });

export const anAccount = (more: object = {}) => aProfile({ email: text, createdAt: isoTime, ...more });

export const aSession = (more: object = {}) => ({
  id: uuidV7,
  deviceName: text,
  ip: text,
  userAgent: text,
  createdAt: isoTime,
  lastSeenAt: isoTime,
  current: false,
  ...more,
});

export const aMember = (more: object = {}) => ({ userId: uuidV7, role: 'member', joinedAt: isoTime, user: aProfile(), ...more });

export const aConversation = (more: object = {}) => ({
  id: uuidV7,
  type: 'group',
  title: text,
  avatarUrl: null,
  members: expect.any(Array),
  memberCount: count,
  role: 'owner',
  createdAt: isoTime,
  lastSeq: 0,
  rev: 0,
  readSeq: 0,
  unread: 0,
  mentionCount: 0,
  lastMessage: null,
  lastActivityAt: isoTime,
  muted: false,
  ...more,
});

export const aMessage = (more: object = {}) => ({
  id: uuidV7,
  conversationId: uuidV7,
  seq: count,
  rev: count,
  senderId: uuidV7,
  clientMessageId: text,
  body: text,
  attachments: [],
  replyTo: null,
  mentions: [],
  reactions: [],
  pinned: false,
  createdAt: isoTime,
  editedAt: null,
  deletedAt: null,
  ...more,
});

const leaks = /stack|\bat .+:\d+:\d+|SELECT |INSERT |postgres|redis|127\.0\.0\.1|localhost|node_modules|\.ts\b|\.js\b/i;

const kebabCase = expect.stringMatching(/^[a-z]+(-[a-z]+)*$/);

/** A problem as RFC 9457 and contract.md §1 describe it. */
export function expectProblem(answer: Answer, status: number, code: unknown = kebabCase): void {
  expectProblemBody(answer.body, status, code);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  if (status === 429 || status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** The `error` of a refused socket event is the same body. */
export function expectRefusal(ack: Json, status: number, code: unknown = kebabCase): void {
  expect(ack).toEqual({ ok: false, error: expect.anything() });
  expectProblemBody(ack.error, status, code);
}

function expectProblemBody(body: Json, status: number, code: unknown): void {
  const { errors, ...rest } = body;
  expect(rest).toEqual({ type: text, title: text, status, detail: text, code, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  if (status === 400) expect(errors).toEqual(expect.arrayContaining([{ path: text, message: text }]));
  else expect(errors).toBeUndefined();
  expect(JSON.stringify(body)).not.toMatch(leaks);
}

/** Which input a 400 complains of. */
export function faultsOf(answer: { body: Json }): string[] {
  return answer.body.errors.map(({ path }: { path: string }) => path);
}
