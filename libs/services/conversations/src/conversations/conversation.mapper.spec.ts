import { toConversation } from './conversation.mapper';

const record = {
  id: '0198c0de-0000-7000-8000-000000000001',
  version: 4,
  type: 'group' as const,
  title: 'Garden',
  avatarUploadId: null,
  createdAt: '2026-01-02T03:04:05.678Z',
  memberCount: 30,
};

describe('a conversation on the wire', () => {
  it('counts nothing while nothing has been said', () => {
    const conversation = toConversation({ record, own: { role: 'owner', muted: false } });
    expect(conversation).toMatchObject({ lastSeq: 0, rev: 0, readSeq: 0, unread: 0, mentionCount: 0, lastMessage: null });
    expect(conversation.lastActivityAt).toBe(record.createdAt);
  });

  it('gives nothing away beyond the contract', () => {
    const conversation = toConversation({ record, own: { role: 'owner', muted: false } });
    expect(Object.keys(conversation).sort()).toEqual([
      'avatarUrl',
      'createdAt',
      'id',
      'lastActivityAt',
      'lastMessage',
      'lastSeq',
      'memberCount',
      'mentionCount',
      'muted',
      'readSeq',
      'rev',
      'role',
      'title',
      'type',
      'unread',
    ]);
  });

  it('points to the small variant of its picture', () => {
    const conversation = toConversation({ record: { ...record, avatarUploadId: 'abc' }, own: { role: 'member', muted: true } });
    expect(conversation.avatarUrl).toBe('/api/v1/uploads/abc/content?variant=thumb');
  });
});
