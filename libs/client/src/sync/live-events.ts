import { messageLimits, type MessagesChanged } from '@hallway/contracts-messages';

import type { Conversations } from '../conversations/conversations.ts';
import type { OwnMarks } from '../live/own-marks.ts';
import type { Profiles } from '../live/profiles.ts';
import type { Receipts } from '../live/receipts.ts';
import type { MessageOutbox } from '../outbox/message-outbox.ts';
import type { ClientSession } from '../session/client-session.ts';
import type { Connection } from '../socket/connection.ts';
import type { Timelines } from '../timeline/timelines.ts';
import type { Follower } from './follower.ts';
import { resync } from './resync.ts';

export interface LiveEventTargets {
  connection: Connection;
  conversations: Conversations;
  timelines: Timelines;
  receipts: Receipts;
  profiles: Profiles;
  session: ClientSession;
  marks: OwnMarks;
  outbox: MessageOutbox;
  followers: ReadonlySet<Follower>;
  userId(): string;
  deliveryReceipts: boolean;
}

/** Leads the server's events to everything that holds live state. */
export function routeLiveEvents(targets: LiveEventTargets): void {
  const { connection, conversations, timelines, receipts } = targets;
  connection.on('messages:changed', (event) => routeMessages(event, targets));
  connection.on('receipts:changed', (event) => {
    receipts.apply(event);
    conversations.apply({ type: 'receipts', payload: event });
  });
  connection.on('conversation:joined', ({ conversation }) => {
    conversations.put(conversation);
    beginFollowers(targets);
    // It can come late, for one that is open already: no event of it came until now.
    resync(targets, conversation.id, conversation.rev);
  });
  connection.on('conversation:changed', ({ conversation }) => {
    conversations.put(conversation);
    receipts.resync(conversation.id);
  });
  targets.profiles.onChange((user) => {
    conversations.apply({ type: 'profile', user });
    const me = targets.session.user;
    if (me?.id === user.id) targets.session.updateUser({ ...me, ...user });
  });
  connection.on('conversation:left', ({ conversationId }) => {
    conversations.apply({ type: 'left', conversationId });
    timelines.peek(conversationId)?.unload('gone');
  });
}

function routeMessages(event: MessagesChanged, targets: LiveEventTargets): void {
  const { conversations, timelines, outbox } = targets;
  const { conversationId } = event;
  if (!conversations.get(conversationId) && conversations.getSnapshot().loaded) {
    // Its own joined event is on the way, or was lost; a refusal means that it is not ours after all.
    conversations.refresh([conversationId]).then(
      () => beginFollowers(targets),
      () => undefined,
    );
  }
  conversations.apply({ type: 'messages', payload: event });
  timelines.peek(conversationId)?.apply(event);
  for (const follower of targets.followers) follower.push(event);
  outbox.settle(event.events.map((change) => change.message));
  sendDelivered(event, targets);
}

function beginFollowers({ followers }: LiveEventTargets): void {
  for (const follower of followers) follower.begin();
}

function sendDelivered({ conversationId, events }: MessagesChanged, { conversations, marks, userId, deliveryReceipts }: LiveEventTargets): void {
  const members = conversations.get(conversationId)?.memberCount ?? Infinity;
  if (!deliveryReceipts || members > messageLimits.receiptMembers) return;
  const seqs = events.filter(({ kind, message }) => kind === 'created' && message.senderId !== userId()).map(({ message }) => message.seq);
  if (seqs.length > 0) marks.move('delivered', conversationId, Math.max(...seqs));
}
