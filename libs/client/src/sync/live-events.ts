import { messageLimits, type MessagesChanged } from '@hallway/contracts-messages';
import type { Conversations } from '../conversations/conversations';
import type { OwnMarks } from '../live/own-marks';
import type { Profiles } from '../live/profiles';
import type { Receipts } from '../live/receipts';
import type { Outbox } from '../outbox/outbox';
import type { Session } from '../session/session';
import type { Connection } from '../socket/connection';
import type { Timelines } from '../timeline/timelines';
import type { Follower } from './follower';
import { resync } from './resync';

export interface LiveEventTargets {
  connection: Connection;
  conversations: Conversations;
  timelines: Timelines;
  receipts: Receipts;
  profiles: Profiles;
  session: Session;
  marks: OwnMarks;
  outbox: Outbox;
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
    // It can come late, for one that is open already: nothing was told of it until now.
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
    conversations.refresh([conversationId]).then(() => beginFollowers(targets), () => undefined);
  }
  conversations.apply({ type: 'messages', payload: event });
  timelines.peek(conversationId)?.apply(event);
  for (const follower of targets.followers) follower.push(event);
  outbox.settle(event.events.map((change) => change.message));
  tellDelivered(event, targets);
}

function beginFollowers({ followers }: LiveEventTargets): void {
  for (const follower of followers) follower.begin();
}

function tellDelivered({ conversationId, events }: MessagesChanged, { conversations, marks, userId, deliveryReceipts }: LiveEventTargets): void {
  const members = conversations.get(conversationId)?.memberCount ?? Infinity;
  if (!deliveryReceipts || members > messageLimits.receiptMembers) return;
  const seqs = events.filter(({ kind, message }) => kind === 'created' && message.senderId !== userId()).map(({ message }) => message.seq);
  if (seqs.length > 0) marks.move('delivered', conversationId, Math.max(...seqs));
}
