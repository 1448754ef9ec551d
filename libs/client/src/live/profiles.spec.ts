import type { UserProfile } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';
import { Conversations } from '../conversations/conversations';
import type { Http } from '../http/http';
import { Notifier } from '../platform/store';
import type { Connection } from '../socket/connection';
import { Profiles } from './profiles';

const profile = (displayName: string): UserProfile => ({ id: 'bo', username: 'bo', displayName, avatarUrl: null, statusText: '' });
const shown = (displayName: string) =>
  ({ id: 'c', type: 'group', lastActivityAt: '2020-01-01T00:00:00.000Z', rev: 0, lastSeq: 0, readSeq: 0, unread: 0, members: [{ userId: 'bo', role: 'member', joinedAt: '', user: profile(displayName) }] }) as unknown as Conversation;

function bench() {
  let tell: (change: { user: UserProfile }) => void = () => undefined;
  let up: () => void = () => undefined;
  const connection = { on: (_event: string, handler: typeof tell) => (tell = handler), onUp: (listener: typeof up) => (up = listener) };
  const profiles = new Profiles(connection as unknown as Connection);
  const conversations = new Conversations({} as Http, () => 'me', new Notifier(), profiles.latest);
  profiles.onChange((user) => conversations.apply({ type: 'profile', user }));
  const name = () => conversations.get('c')?.members?.[0]?.user.displayName;
  return { profiles, conversations, name, tell: (displayName: string) => tell({ user: profile(displayName) }), up: () => up() };
}

describe('Profiles', () => {
  it('are the same whichever of event and older answer comes first', () => {
    for (const eventFirst of [true, false]) {
      const { conversations, name, tell } = bench();
      if (eventFirst) tell('New name');
      conversations.put(shown('Old name'));
      if (!eventFirst) tell('New name');
      expect(name()).toBe('New name');
    }
  });

  it('are taken from answers again once the connection was lost', () => {
    const { conversations, profiles, name, tell, up } = bench();
    tell('Told');
    up();
    conversations.put(shown('Answered later'));
    expect(name()).toBe('Answered later');
    expect(profiles.latest(profile('Anything')).displayName).toBe('Anything');
  });

  it('leave conversations alone that do not show that person', () => {
    const { conversations, tell } = bench();
    conversations.put({ ...shown('x'), members: undefined });
    const before = conversations.getSnapshot();
    tell('New name');
    expect(conversations.getSnapshot()).toBe(before);
  });
});
