import type { Message } from '@hallway/contracts-messages';

/** What the database decides when it stores a message. */
export type MessagePlacement = Pick<Message, 'seq' | 'rev' | 'mentions' | 'createdAt'>;

/** A message before it has its place. */
export type MessageDraft = Omit<Message, keyof MessagePlacement>;

/** What is given of a new message. */
export type NewMessage = Pick<Message, 'id' | 'conversationId' | 'senderId' | 'clientMessageId' | 'body' | 'attachments' | 'replyTo'>;

export function toDraft({ id, conversationId, senderId, clientMessageId, body, attachments, replyTo }: NewMessage): MessageDraft {
  return { id, conversationId, senderId, clientMessageId, body, attachments, replyTo, reactions: [], pinned: false, editedAt: null, deletedAt: null };
}

/** A draft as JSON without the closing brace: what the database decides comes behind it. */
export function openJson(draft: MessageDraft): string {
  return JSON.stringify(draft).slice(0, -1);
}

/** The message whose draft was opened, as JSON. The database writes the same text into the event. */
export function placedJson(open: string, { seq, rev, mentions, createdAt }: MessagePlacement): string {
  return `${open},"seq":${seq},"rev":${rev},"mentions":${JSON.stringify(mentions)},"createdAt":"${createdAt}"}`;
}
