import type { Problem, WireClass } from '@hallway/contracts-core';
import { Message, MessagesChanged, ReadState, ReceiptsAdvanced, SyncRequest, SyncResult } from '@hallway/contracts-messages';

import {
  AuthRenew,
  ConversationPayload,
  ConversationRef,
  Empty,
  MessageRef,
  Presence,
  PresenceChanged,
  PresenceWatch,
  SessionEnded,
  SocketEdit,
  SocketMark,
  SocketReaction,
  SocketSend,
  TypingChanged,
  UserChanged,
} from './socket-payloads.dto.ts';

/** An event that a client sends; it is always acknowledged. */
export interface ClientEvent<Payload extends object = object, Result extends object = object> {
  payload: WireClass<Payload>;
  returns: WireClass<Result>;
  many: boolean;
  summary: string;
}

/** An event that the server sends. */
export interface ServerEvent<Payload extends object = object> {
  payload: WireClass<Payload>;
  summary: string;
}

function clientEvent<P extends object, R extends object>(payload: WireClass<P>, returns: WireClass<R>, summary: string) {
  return { payload, returns, many: false as const, summary };
}

function serverEvent<P extends object>(payload: WireClass<P>, summary: string) {
  return { payload, summary };
}

export const clientEvents = {
  'message:send': clientEvent(SocketSend, Message, 'Send; acknowledged after the commit'),
  'message:edit': clientEvent(SocketEdit, Message, 'Change the text of a message'),
  'message:delete': clientEvent(MessageRef, Empty, 'Delete a message for everyone'),
  'reaction:add': clientEvent(SocketReaction, Message, 'React'),
  'reaction:remove': clientEvent(SocketReaction, Message, 'Take a reaction back'),
  'conversation:read': clientEvent(SocketMark, ReadState, 'Move the read mark, forwards only'),
  'conversation:delivered': clientEvent(SocketMark, Empty, 'Move the delivery mark, forwards only'),
  'typing:start': clientEvent(ConversationRef, Empty, 'The caller is typing'),
  'typing:stop': clientEvent(ConversationRef, Empty, 'The caller has stopped typing'),
  'presence:watch': { payload: PresenceWatch, returns: Presence, many: true as const, summary: 'Who is online, and events on them from then on' },
  'auth:renew': clientEvent(AuthRenew, Empty, 'A new access token for this socket'),
  sync: clientEvent(SyncRequest, SyncResult, 'What changed in all conversations'),
};

export const serverEvents = {
  'messages:changed': serverEvent(MessagesChanged, 'All that one commit did to one conversation'),
  'receipts:changed': serverEvent(ReceiptsAdvanced, 'Read and delivery marks advanced'),
  'conversation:joined': serverEvent(ConversationPayload, 'The caller is now in it'),
  'conversation:changed': serverEvent(ConversationPayload, "Its title, picture, members or the caller's own view changed"),
  'conversation:left': serverEvent(ConversationRef, 'The caller is no longer in it, or it was deleted'),
  typing: serverEvent(TypingChanged, 'A member types or has stopped'),
  'user:online': serverEvent(PresenceChanged, 'A watched person came online'),
  'user:offline': serverEvent(PresenceChanged, 'A watched person went offline'),
  'user:changed': serverEvent(UserChanged, "A user in one of the caller's conversations, or watched, has another name, picture or status"),
  'session:revoked': serverEvent(SessionEnded, 'This session has ended; the server disconnects'),
};

export type ClientEventName = keyof typeof clientEvents;
export type ServerEventName = keyof typeof serverEvents;
export type ClientPayload<N extends ClientEventName> = InstanceType<(typeof clientEvents)[N]['payload']>;
export type ClientResult<N extends ClientEventName> = (typeof clientEvents)[N] extends { many: true }
  ? InstanceType<(typeof clientEvents)[N]['returns']>[]
  : InstanceType<(typeof clientEvents)[N]['returns']>;
export type ServerPayload<N extends ServerEventName> = InstanceType<(typeof serverEvents)[N]['payload']>;

/** What every client event is answered with. */
export type Ack<Result> = { ok: true; data: Result } | { ok: false; error: Problem };

/** The two maps that socket.io's types take, the same on both ends. */
export type ClientToServer = {
  [N in ClientEventName]: (payload: ClientPayload<N>, ack: (answer: Ack<ClientResult<N>>) => void) => void;
};
export type ServerToClient = { [N in ServerEventName]: (payload: ServerPayload<N>) => void };

export const rooms = {
  conversation: (id: string) => `conversation:${id}`,
  user: (id: string) => `user:${id}`,
} as const;

export const socketPath = '/socket.io';
