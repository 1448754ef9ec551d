import type { UserProfile } from '@hallway/contracts-auth';
import type { Conversation } from '@hallway/contracts-conversations';
import type { Message, MessageChange, MessagesChanged, ReceiptsAdvanced, SyncResult } from '@hallway/contracts-messages';

import { isMentioned } from './is-mentioned.ts';

/** The conversations of one user, last activity first. Values are never changed in place. */
export interface ConversationList {
  readonly byId: ReadonlyMap<string, Conversation>;
  readonly order: readonly string[];
}

export const emptyList: ConversationList = { byId: new Map(), order: [] };

/** All that changes the list. `server` events carry their socket payload. */
export type ConversationsEvent =
  | { type: 'messages'; payload: MessagesChanged }
  | { type: 'receipts'; payload: ReceiptsAdvanced }
  /** Conversations as the server shows them now; those not named stay. */
  | { type: 'loaded'; conversations: readonly Conversation[] }
  | { type: 'synced'; result: SyncResult }
  /** The user has read up to `seq` here. */
  | { type: 'read'; conversationId: string; seq: number }
  /** A user has another name or picture. */
  | { type: 'profile'; user: UserProfile }
  | { type: 'left'; conversationId: string };

/** Applies one event as seen by the user `userId`. Counters only move forwards, so order and repetition do not matter. */
export function reduceConversations(list: ConversationList, event: ConversationsEvent, userId: string): ConversationList {
  switch (event.type) {
    case 'messages':
      return update(list, event.payload.conversationId, (known) => withChanges(known, event.payload.events, userId));
    case 'receipts':
      return reduceReceipts(list, event.payload, userId);
    case 'loaded':
      return merge(list, event.conversations);
    case 'synced':
      return reduceSync(list, event.result);
    case 'read':
      return update(list, event.conversationId, (known) => withRead(known, event.seq));
    case 'profile':
      return reduceProfile(list, event.user);
    case 'left':
      return without(list, [event.conversationId]);
  }
}

function reduceProfile(list: ConversationList, user: UserProfile): ConversationList {
  const shared = [...list.byId.values()].filter(({ members }) => members?.some(({ userId }) => userId === user.id));
  if (shared.length === 0) return list;
  return { byId: new Map([...list.byId, ...shared.map((known) => [known.id, withProfiles(known, () => user, user.id)] as const)]), order: list.order };
}

/** The conversation with other profiles of its members, of one of them or of all. */
export function withProfiles(conversation: Conversation, profileOf: (known: UserProfile) => UserProfile, onlyOf?: string): Conversation {
  const { members } = conversation;
  if (!members) return conversation;
  const changed = members.map((member) => {
    const user = onlyOf === undefined || onlyOf === member.userId ? profileOf(member.user) : member.user;
    return user === member.user ? member : { ...member, user };
  });
  return changed.every((member, place) => member === members[place]) ? conversation : { ...conversation, members: changed };
}

function reduceReceipts(list: ConversationList, { conversationId, read }: ReceiptsAdvanced, userId: string): ConversationList {
  const own = read?.find((mark) => mark.userId === userId);
  return own ? update(list, conversationId, (known) => withRead(known, own.seq)) : list;
}

function reduceSync(list: ConversationList, { changed, left }: SyncResult): ConversationList {
  const counted = changed.reduce(
    (reduced, entry) =>
      update(reduced, entry.id, (known) =>
        withRead({ ...known, lastSeq: Math.max(known.lastSeq, entry.lastSeq), rev: Math.max(known.rev, entry.rev) }, entry.readSeq),
      ),
    list,
  );
  return without(counted, left);
}

function withChanges(known: Conversation, changes: readonly MessageChange[], userId: string): Conversation {
  return changes.reduce((conversation, change) => withChange(conversation, change, userId), known);
}

function withChange(known: Conversation, { rev, message }: MessageChange, userId: string): Conversation {
  const own = message.senderId === userId;
  const moved = message.seq > known.lastSeq ? withNewest(known, message, userId) : withState(known, message);
  const reached = moved.rev >= rev ? moved : { ...moved, rev };
  // Who writes has read what was there.
  return withRead(reached, own ? message.seq : known.readSeq);
}

function withNewest(known: Conversation, message: Message, userId: string): Conversation {
  const mentioned = message.seq > known.readSeq && isMentioned(message, userId);
  return {
    ...known,
    lastSeq: message.seq,
    lastMessage: message,
    lastActivityAt: message.createdAt > known.lastActivityAt ? message.createdAt : known.lastActivityAt,
    mentionCount: known.mentionCount + (mentioned ? 1 : 0),
  };
}

/** An earlier message in another state: it matters here only when it is the one that is shown. */
function withState(known: Conversation, message: Message): Conversation {
  const shown = known.lastMessage;
  return shown !== null && shown.id === message.id && message.rev > shown.rev ? { ...known, lastMessage: message } : known;
}

/** Moves the read mark, forwards only, and counts again: unread is what lies between the two marks. */
function withRead(known: Conversation, seq: number): Conversation {
  const readSeq = Math.min(Math.max(known.readSeq, seq), known.lastSeq);
  const unread = known.lastSeq - readSeq;
  const mentionCount = Math.min(known.mentionCount, unread);
  if (readSeq === known.readSeq && unread === known.unread && mentionCount === known.mentionCount) return known;
  return { ...known, readSeq, unread, mentionCount };
}

/** What the server shows, unless live events were ahead of it. */
function mergeConversation(known: Conversation | undefined, shown: Conversation): Conversation {
  if (!known) return shown;
  if (known.rev <= shown.rev) return withRead(shown, known.readSeq);
  const { lastSeq, rev, lastMessage, lastActivityAt, mentionCount } = known;
  return withRead({ ...shown, lastSeq, rev, lastMessage, lastActivityAt, mentionCount }, known.readSeq);
}

function merge(list: ConversationList, conversations: readonly Conversation[]): ConversationList {
  if (conversations.length === 0) return list;
  const byId = new Map(list.byId);
  for (const shown of conversations) byId.set(shown.id, mergeConversation(byId.get(shown.id), shown));
  return { byId, order: [...byId.values()].sort(byActivity).map(({ id }) => id) };
}

function without(list: ConversationList, ids: readonly string[]): ConversationList {
  const gone = new Set(ids.filter((id) => list.byId.has(id)));
  if (gone.size === 0) return list;
  const byId = new Map([...list.byId].filter(([id]) => !gone.has(id)));
  return { byId, order: list.order.filter((id) => !gone.has(id)) };
}

function update(list: ConversationList, id: string, change: (known: Conversation) => Conversation): ConversationList {
  const known = list.byId.get(id);
  if (!known) return list;
  const next = change(known);
  if (next === known) return list;
  const byId = new Map(list.byId).set(id, next);
  return { byId, order: next.lastActivityAt === known.lastActivityAt ? list.order : moved(list, byId, next) };
}

/** The order after one conversation became more active: it goes up, the others keep theirs. */
function moved(list: ConversationList, byId: ReadonlyMap<string, Conversation>, conversation: Conversation): readonly string[] {
  const order = list.order.filter((id) => id !== conversation.id);
  const place = order.findIndex((id) => {
    const other = byId.get(id);
    return other !== undefined && byActivity(conversation, other) < 0;
  });
  order.splice(place < 0 ? order.length : place, 0, conversation.id);
  return order;
}

function byActivity(a: Conversation, b: Conversation): number {
  if (a.lastActivityAt !== b.lastActivityAt) return a.lastActivityAt < b.lastActivityAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
