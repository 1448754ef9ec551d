import type { UserProfile } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';

import { Conversations } from '../conversations/conversations.ts';
import type { Http } from '../http/http.ts';
import { Notifier } from '../platform/store.ts';
import type { Connection } from '../socket/connection.ts';
import { Profiles } from './profiles.ts';

const profile = (displayName: string): UserProfile => ({ id: 'bo', username: 'bo', displayName, avatarUrl: null, statusText: '' });
const shown = (displayName: string) =>
  ({
    id: 'c',
    type: 'group',
    lastActivityAt: '2020-01-01T00:00:00.000Z',
    rev: 0,
    lastSeq: 0,
    readSeq: 0,
    unread: 0,
    members: [{ userId: 'bo', role: 'member', joinedAt: '', user: profile(displayName) }],
  }) as unknown as Conversation;

function bench() {
  let emitChange: (change: { user: UserProfile }) => void = () => undefined;
  let up: () => void = () => undefined;
  const connection = { on: (_event: string, handler: typeof emitChange) => (emitChange = handler), onUp: (listener: typeof up) => (up = listener) };
  const profiles = new Profiles(connection as unknown as Connection);
  const conversations = new Conversations({} as Http, () => 'me', new Notifier(), profiles.latest);
  profiles.onChange((user) => conversations.apply({ type: 'profile', user }));
  const name = () => conversations.get('c')?.members?.[0]?.user.displayName;
  return { profiles, conversations, name, emitChange: (displayName: string) => emitChange({ user: profile(displayName) }), up: () => up() };
}

describe('Profiles', () => {
  it('are the same whichever of event and older answer comes first', () => {
    for (const eventFirst of [true, false]) {
      const { conversations, name, emitChange } = bench();
      if (eventFirst) emitChange('New name');
      conversations.put(shown('Old name'));
      if (!eventFirst) emitChange('New name');
      expect(name()).toBe('New name');
    }
  });

  it('are taken from answers again once the connection was lost', () => {
    const { conversations, profiles, name, emitChange, up } = bench();
    emitChange('Told');
    up();
    conversations.put(shown('Answered later'));
    expect(name()).toBe('Answered later');
    expect(profiles.latest(profile('Anything')).displayName).toBe('Anything');
  });

  it('leave conversations alone that do not show that person', () => {
    const { conversations, emitChange } = bench();
    conversations.put({ ...shown('x'), members: undefined });
    const before = conversations.getSnapshot();
    emitChange('New name');
    expect(conversations.getSnapshot()).toBe(before);
  });
});
