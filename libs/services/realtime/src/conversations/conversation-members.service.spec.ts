import type { MemberSnapshot } from '@hallway/contracts-conversations';
import type { ServiceClient } from '@hallway/service-calls';
import type { Logger } from '@hallway/service-kit/log';

import { ConversationMembersService } from './conversation-members.service';

describe('ConversationMembersService', () => {
  it('adds to a snapshot what changed while it was on its way, and nothing that it has already', async () => {
    let answer: (snapshot: MemberSnapshot) => void = () => undefined;
    const client = { call: () => new Promise((resolve) => (answer = resolve)) } as unknown as ServiceClient;
    const members = new ConversationMembersService(client, { debug: () => undefined } as unknown as Logger);
    const asked = members.get('c');
    members.change('c', 2, 'left before', false);
    members.change('c', 4, 'came after', true);
    members.change('c', 5, 'left after', false);
    const present = ['here', 'left after'].map((userId) => ({ userId, username: userId, role: 'member' as const, joinedAt: '2026-01-01T00:00:00.000Z' }));
    answer({ conversationId: 'c', type: 'group', version: 3, members: present });
    expect([...((await asked) ?? [])]).toEqual(['here', 'came after']);
    expect(members.size('c')).toBe(2);
  });
});
