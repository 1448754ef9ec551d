import type { Conversation } from '@hallway/contracts-conversations';
import type { Message } from '@hallway/contracts-messages';

import { reasonToNotify } from './reason';

const group = { type: 'group', muted: false } as Conversation;
const message = { senderId: 'bo', conversationId: 'c', mentions: [] as string[] } as Message;

describe('why a message notifies', () => {
  it.each([
    ['a direct message', message, { ...group, type: 'direct' }, 'mentions', 'direct'],
    ['a mention', { ...message, mentions: ['ana'] }, group, 'mentions', 'mention'],
    ['a mention of everyone', { ...message, mentions: ['c'] }, group, 'mentions', 'mention'],
    ['a message of a group', message, group, 'mentions', null],
    ['a message of a group, where all are wanted', message, group, 'all', 'all'],
    ['a mention in a muted group', { ...message, mentions: ['ana'] }, { ...group, muted: true }, 'all', null],
    ['an own message', { ...message, senderId: 'ana' }, { ...group, type: 'direct' }, 'all', null],
    ['a direct message, where none are wanted', message, { ...group, type: 'direct' }, 'none', null],
  ] as const)('%s', (_what, sent, conversation, level, reason) => {
    expect(reasonToNotify(sent as Message, conversation as Conversation, 'ana', level)).toBe(reason);
  });
});
