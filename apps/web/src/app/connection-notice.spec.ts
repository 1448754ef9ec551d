import type { ConnectionState, OutboxMessage, OutboxState, SyncState } from '@hallway/client';

import { connectionNotice } from './connection-notice';

const now = 100_000;
const live: SyncState = { status: 'live', syncedAt: now };
const outbox = (waiting = 0, durable = true): OutboxState => ({ messages: Array.from({ length: waiting }, () => ({}) as OutboxMessage), durable });
const offline = (changed: Partial<ConnectionState> = {}): ConnectionState => ({ state: 'offline', since: now - 5_000, nextTryAt: now + 3_200, ...changed });

it('says nothing while all is well, and nothing about short cuts', () => {
  expect(connectionNotice({ state: 'online', since: 0, nextTryAt: null }, live, outbox(), now)).toBeNull();
  expect(connectionNotice(offline({ since: now - 1_000 }), live, outbox(), now)).toBeNull();
});

it('counts down to the next try and tells how much waits', () => {
  expect(connectionNotice(offline(), live, outbox(2), now)?.text).toBe('You are offline. Reconnecting in 4 s. 2 messages wait to be sent.');
  expect(connectionNotice(offline({ nextTryAt: null }), live, outbox(), now)?.text).toBe('You are offline. What you write is kept and sent later.');
});

it('says that it syncs when that takes long', () => {
  expect(connectionNotice({ state: 'online', since: now - 3_000, nextTryAt: null }, { status: 'syncing', syncedAt: null }, outbox(), now)?.kind).toBe('info');
});

it('never says that words are kept where the browser keeps nothing, online too', () => {
  expect(connectionNotice({ state: 'online', since: 0, nextTryAt: null }, live, outbox(1, false), now)?.text).toMatch(/keeps nothing.*leave the page open/);
  expect(connectionNotice(offline(), live, outbox(0, false), now)?.text).toMatch(/keeps nothing/);
});
