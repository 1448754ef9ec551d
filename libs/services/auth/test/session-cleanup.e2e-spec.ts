import { Logger } from '@hallway/service-kit/log';
import { eventually } from '@hallway/testing';

import { AuthConfig } from '../src/config';
import { SessionCleanupService } from '../src/sessions/session-cleanup.service';
import { SessionsRepository } from '../src/sessions/sessions.repository';
import { type AuthUnderTest, startAuth } from './auth-service';
import { onDatabase } from './owner-query';

describe('sessions that are over', () => {
  let auth: AuthUnderTest;
  beforeAll(async () => {
    auth = await startAuth({ AUTH_SESSION_IDLE_DAYS: 14 });
  });
  afterAll(() => auth?.stop());

  const refresh = (refreshToken: string) => auth.call('POST', '/auth/refresh', { body: { refreshToken, tokenTransport: 'body' } });
  const left = async (userId: string) => {
    const { rows } = await onDatabase(
      auth,
      `SELECT count(DISTINCT s.id)::int AS sessions, count(t.*)::int AS tokens FROM auth.sessions s LEFT JOIN auth.refresh_tokens t ON t.session_id = s.id WHERE s.user_id = '${userId}'`,
    );
    return rows[0] as unknown;
  };
  const cleanUp = () => auth.service.app.get(SessionCleanupService).run();

  it.each([
    ['ended 29 days ago', `revoked_at = now() - interval '29 days'`],
    ['was last used 29 days ago', `last_seen_at = now() - interval '29 days'`],
  ])('are forgotten with their tokens: one that %s', async (_, change) => {
    const person = await auth.person();
    await refresh(person.refreshToken);
    expect(await left(person.id)).toEqual({ sessions: 1, tokens: 2 });
    await onDatabase(auth, `UPDATE auth.sessions SET ${change} WHERE user_id = '${person.id}'`);
    await cleanUp();
    expect(await left(person.id)).toEqual({ sessions: 0, tokens: 0 });
    expect((await refresh(person.refreshToken)).status).toBe(401);
  });

  it.each([
    ['ended lately', `revoked_at = now() - interval '27 days'`],
    ['is alive, whose used tokens tell of theft', `created_at = now() - interval '80 days'`],
  ])('are kept for a while, as is one that %s', async (_, change) => {
    const person = await auth.person();
    await refresh(person.refreshToken);
    await onDatabase(auth, `UPDATE auth.sessions SET ${change} WHERE user_id = '${person.id}'`);
    await cleanUp();
    expect(await left(person.id)).toEqual({ sessions: 1, tokens: 2 });
  });

  it('are forgotten however many tokens one has', async () => {
    const person = await auth.person();
    await onDatabase(
      auth,
      `INSERT INTO auth.refresh_tokens (token_hash, session_id, used_at) SELECT sha256(n::text::bytea), s.id, now() FROM auth.sessions s, generate_series(1, 2500) n WHERE s.user_id = '${person.id}'`,
    );
    await onDatabase(auth, `UPDATE auth.sessions SET revoked_at = now() - interval '29 days' WHERE user_id = '${person.id}'`);
    await cleanUp();
    expect(await left(person.id)).toEqual({ sessions: 0, tokens: 0 });
  });

  it('go by themselves when a replica starts', async () => {
    const person = await auth.person();
    await onDatabase(auth, `UPDATE auth.sessions SET revoked_at = now() - interval '29 days' WHERE user_id = '${person.id}'`);
    const { app } = auth.service;
    const replica = new SessionCleanupService(app.get(SessionsRepository), app.get(AuthConfig), app.get(Logger));
    replica.onApplicationBootstrap();
    await eventually(async () => expect(await left(person.id)).toEqual({ sessions: 0, tokens: 0 }));
    await replica.onModuleDestroy();
  });
});
