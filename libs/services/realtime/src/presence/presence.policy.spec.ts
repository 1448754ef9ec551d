import { isOnline, type PresenceFacts } from './presence.policy';

const absent: PresenceFacts = { connectedHere: false, onlineUntil: null, now: 1_000, wasOnline: false, trusted: true };

describe('presence policy', () => {
  it.each<[string, Partial<PresenceFacts>, boolean]>([
    ['with no socket and no lease, is away', {}, false],
    ['with a socket on this replica, is online', { connectedHere: true }, true],
    ['with a socket on this replica, is online while Redis is away', { connectedHere: true, trusted: false }, true],
    ['with a lease of another replica, is online', { onlineUntil: 1_001 }, true],
    ['whose lease has ended, is away', { onlineUntil: 1_000 }, false],
    ['who was online and has left, is away', { wasOnline: true }, false],
    ['who was online stays so while Redis is away', { wasOnline: true, trusted: false }, true],
    ['who was away stays so while Redis is away', { trusted: false }, false],
  ])('a person %s', (_case, facts, online) => {
    expect(isOnline({ ...absent, ...facts })).toBe(online);
  });
});
