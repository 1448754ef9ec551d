import { type MessageRow, toDraft, toMessage } from './message.mapper';

const row: MessageRow = {
  conversation_id: 'c', seq: 7, rev: 9, id: 'm', sender_id: 's', client_message_id: 'k', body: 'hi', attachments: [], reply_to: null,
  mentions: [], reactions: null, pinned: false, created_at: new Date('2026-01-02T03:04:05.678Z'), edited_at: null, deleted_at: null,
};

describe('message mapper', () => {
  it('writes a stored message as the wire knows it', () => {
    expect(toMessage({ ...row, edited_at: new Date('2026-01-02T03:04:06Z') })).toEqual({
      id: 'm', conversationId: 'c', seq: 7, rev: 9, senderId: 's', clientMessageId: 'k', body: 'hi', attachments: [], replyTo: null, mentions: [],
      reactions: [], pinned: false, createdAt: '2026-01-02T03:04:05.678Z', editedAt: '2026-01-02T03:04:06.000Z', deletedAt: null,
    });
  });

  it('gives a draft the same fields, those that the database adds apart', () => {
    const { seq: _seq, rev: _rev, mentions: _mentions, createdAt: _createdAt, ...rest } = toMessage(row);
    expect(toDraft({ id: 'm', conversationId: 'c', senderId: 's', clientMessageId: 'k', body: 'hi', attachments: [], replyTo: null })).toEqual(rest);
  });
});
