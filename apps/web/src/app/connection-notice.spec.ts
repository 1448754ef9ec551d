import type { ConnectionState, SyncState } from '@hallway/client';
import { connectionNotice } from './connection-notice';

const now = 100_000;
const live: SyncState = { status: 'live', syncedAt: now };
const offline = (changed: Partial<ConnectionState> = {}): ConnectionState => ({ state: 'offline', since: now - 5_000, nextTryAt: now + 3_200, ...changed });

it('says nothing while all is well, and nothing about short cuts', () => {
  expect(connectionNotice({ state: 'online', since: 0, nextTryAt: null }, live, 0, now)).toBeNull();
  expect(connectionNotice(offline({ since: now - 1_000 }), live, 0, now)).toBeNull();
});

it('counts down to the next try and tells how much waits', () => {
  expect(connectionNotice(offline(), live, 2, now)?.text).toBe('You are offline. Reconnecting in 4 s. 2 messages wait to be sent.');
  expect(connectionNotice(offline({ nextTryAt: null }), live, 0, now)?.text).toBe('You are offline. What you write is kept and sent later.');
});

it('says that it syncs when that takes long', () => {
  expect(connectionNotice({ state: 'online', since: now - 3_000, nextTryAt: null }, { status: 'syncing', syncedAt: null }, 0, now)?.kind).toBe('info');
});
