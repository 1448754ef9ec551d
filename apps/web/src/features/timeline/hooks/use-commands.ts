import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';

import type { Client } from '@hallway/client';
import { type Message, messagesApi, pinsApi, reactionsApi } from '@hallway/contracts-messages';
import { qualifiedEmoji } from '@hallway/markup';
import { useAnnounce } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { copyText } from '../../../lib/device/clipboard';
import { problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';
import { pinsKey } from '../api/pins';
import { type PendingChanges, withReaction } from './pending-changes';

/** What can be done to a message. Each shows at once, and is taken back with a word when it fails. */
export interface Commands {
  react: (message: Message, emoji: string) => void;
  /** Resolves to whether it was saved. */
  edit: (message: Message, body: string) => Promise<boolean>;
  remove: (message: Message) => Promise<boolean>;
  togglePin: (message: Message) => void;
  copyText: (message: Message) => void;
  copyLink: (message: Message) => void;
}

const complaintMs = 10_000;

export function useCommands(pending: PendingChanges): Commands {
  const client = useClient();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const complaints = useRef<number[]>([]);
  // What went wrong in a conversation is said there, and does not follow into the next.
  useEffect(() => {
    const shown = complaints.current;
    return () => shown.splice(0).forEach((id) => toasts.dismiss(id));
  }, []);
  return useMemo(() => {
    const complain = (text: string) => void complaints.current.push(toasts.show({ kind: 'danger', text, durationMs: complaintMs }));
    const changes = new Changes(client, pending, complain);
    const myId = () => client.session.user?.id ?? '';
    const copy = async (text: string, said: string) => {
      if (await copyText(text)) announce(said);
      else complain('The browser does not allow copying here.');
    };
    return {
      react: (message, picked) => {
        const emoji = qualifiedEmoji(picked);
        const given = !message.reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(myId()));
        const call = given ? reactionsApi.add : reactionsApi.remove;
        const show = (shown: Message) => ({ ...shown, reactions: withReaction(shown.reactions, emoji, myId(), given) });
        void changes.make(message, show, () => client.call(call, { params: { messageId: message.id, emoji } }));
      },
      edit: (message, body) =>
        changes.make(
          message,
          (shown) => ({ ...shown, body, editedAt: shown.editedAt ?? new Date().toISOString() }),
          () => client.call(messagesApi.edit, { params: { messageId: message.id }, body: { body } }),
        ),
      remove: (message) => changes.remove(message),
      togglePin: (message) => {
        const pinned = !message.pinned;
        const call = pinned ? pinsApi.add : pinsApi.remove;
        void changes
          .make(
            message,
            (shown) => ({ ...shown, pinned }),
            () => client.call(call, { params: { messageId: message.id } }),
          )
          .then(() => queries.invalidateQueries({ queryKey: pinsKey(message.conversationId) }));
      },
      copyText: (message) => void copy(message.body ?? '', 'Text copied'),
      copyLink: (message) => void copy(`${window.location.origin}/c/${message.conversationId}?m=${message.seq}`, 'Link copied'),
    };
  }, [client, pending, queries, announce]);
}

class Changes {
  constructor(
    private readonly client: Client,
    private readonly pending: PendingChanges,
    private readonly complain: (text: string) => void,
  ) {}

  async make(message: Message, show: (shown: Message) => Message, call: () => Promise<Message>): Promise<boolean> {
    try {
      const changed = await this.pending.make(message.id, show, call);
      this.client.timeline(message.conversationId).acknowledge(changed);
      return true;
    } catch (error) {
      this.complain(problemText(error));
      return false;
    }
  }

  /** The answer to a deletion has no message: the event brings it. */
  async remove(message: Message): Promise<boolean> {
    try {
      await this.client.call(messagesApi.delete, { params: { messageId: message.id } });
      return true;
    } catch (error) {
      this.complain(problemText(error));
      return false;
    }
  }
}
