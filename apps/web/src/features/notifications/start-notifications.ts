import type { QueryClient } from '@tanstack/react-query';

import type { Client } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';

import { Notices } from '../../lib/device/notices';
import { inOneTab } from '../../lib/device/one-tab';
import { profileQuery } from '../../lib/people/profiles';
import { preferences } from '../../lib/preferences';
import { type Reason, reasonToNotify } from './reason';

/** What is read within this time, here or on another device, is not worth a notice. */
const graceMs = 1_000;
const bodyLength = 200;

interface Notifying {
  client: Client;
  queries: QueryClient;
  /** Opens a path of the app. */
  open: (path: string) => void;
}

/** Shows what comes while the reader looks elsewhere, until it is read anywhere. The result ends that. */
export function startNotifications(notifying: Notifying): () => void {
  return inOneTab('hallway-notices', () => watch(notifying));
}

function watch({ client, queries, open }: Notifying): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const notices = new Notices(open);
  /** Conversations with a notice. */
  const waiting = new Set<string>();
  let begun = false;
  const isUnread = (id: string) => (client.conversations.get(id)?.unread ?? 0) > 0;

  const show = async (message: Message, reason: Reason) => {
    const conversation = client.conversations.get(message.conversationId);
    if (!conversation || conversation.readSeq >= message.seq || isLookedAt(conversation.id)) return;
    const { displayName } = await queries.fetchQuery(profileQuery(client, message.senderId));
    waiting.add(conversation.id);
    const path = `/c/${conversation.id}?m=${message.seq}`;
    await notices.show({ tag: conversation.id, title: titleOf(displayName, conversation, reason), body: bodyOf(message), path });
  };

  const endMessages = client.on('messages:changed', ({ conversationId, events }) => {
    const conversation = client.conversations.get(conversationId);
    if (!conversation) return;
    for (const { kind, message } of events) {
      const reason = kind === 'created' ? reasonToNotify(message, conversation, client.session.user?.id ?? '', preferences().notify) : null;
      if (reason === null) continue;
      const timer = setTimeout(() => {
        timers.delete(timer);
        show(message, reason).catch(() => undefined); // no notice without the sender's name; the list shows the message
      }, graceMs);
      timers.add(timer);
    }
  });
  const lookThrough = () => {
    // What an earlier page has left may have been read since, or be of another person.
    if (!begun && client.conversations.getSnapshot().loaded) {
      begun = true;
      void notices.closeAll(isUnread);
    }
    for (const id of waiting) {
      if (isUnread(id)) continue;
      waiting.delete(id);
      void notices.close(id);
    }
  };
  lookThrough();
  const endReads = client.conversations.subscribe(lookThrough);
  return () => {
    endMessages();
    endReads();
    timers.forEach(clearTimeout);
    void notices.closeAll();
  };
}

function isLookedAt(conversationId: string): boolean {
  return document.hasFocus() && window.location.pathname === `/c/${conversationId}`;
}

/** It says why: a mention, a group, or one person to another. */
function titleOf(sender: string, { title }: Conversation, reason: Reason): string {
  if (reason === 'direct') return sender;
  return reason === 'mention' ? `${sender} mentioned you in ${title}` : `${sender} in ${title}`;
}

function bodyOf({ body, attachments }: Message): string {
  return plainText(body ?? '', bodyLength) || (attachments.length > 1 ? `${attachments.length} files` : (attachments[0]?.fileName ?? ''));
}
