import { type MessageRow, toMessage } from './message.mapper';
import { openJson, placedJson, toDraft } from './new-message-json';

const row: MessageRow = {
  conversation_id: 'c',
  seq: 7,
  rev: 9,
  id: 'm',
  sender_id: 's',
  client_message_id: 'k',
  body: 'hi',
  attachments: [],
  reply_to: null,
  mentions: [],
  reactions: null,
  pinned: false,
  created_at: new Date('2026-01-02T03:04:05.678Z'),
  edited_at: null,
  deleted_at: null,
};
const draft = toDraft({ id: 'm', conversationId: 'c', senderId: 's', clientMessageId: 'k', body: 'hi', attachments: [], replyTo: null });

describe('message mapper', () => {
  it('writes a stored message as the wire knows it', () => {
    expect(toMessage({ ...row, edited_at: new Date('2026-01-02T03:04:06Z') })).toEqual({
      id: 'm',
      conversationId: 'c',
      seq: 7,
      rev: 9,
      senderId: 's',
      clientMessageId: 'k',
      body: 'hi',
      attachments: [],
      replyTo: null,
      mentions: [],
      reactions: [],
      pinned: false,
      createdAt: '2026-01-02T03:04:05.678Z',
      editedAt: '2026-01-02T03:04:06.000Z',
      deletedAt: null,
    });
  });

  it('gives a draft the same fields, those that the database adds apart', () => {
    const { seq: _seq, rev: _rev, mentions: _mentions, createdAt: _createdAt, ...rest } = toMessage(row);
    expect(draft).toEqual(rest);
  });

  it('writes the JSON of a message that has just got its place as that of one that is read', () => {
    const text = placedJson(openJson(draft), { seq: 7, rev: 9, mentions: [], createdAt: '2026-01-02T03:04:05.678Z' });
    expect(text).toBe(JSON.stringify(toMessage(row)));
  });
});
