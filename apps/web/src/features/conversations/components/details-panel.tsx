import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import type { Conversation } from '@hallway/contracts-conversations';
import { IconButton, Switch } from '@hallway/ui';

import { useClient, useStore } from '../../../lib/client-context';
import { usePresence } from '../../../lib/people/person-avatar';
import { useProfile } from '../../../lib/people/profiles';
import { useConversationActions } from '../hooks/use-conversation-actions';
import { ConversationPicture } from './conversation-picture';
import { otherMember } from './conversation-title';
import styles from './details-panel.module.css';
import { GroupHead } from './group-head';
import { InviteSection } from './invite-section';
import { LeaveSection } from './leave-section';
import { MemberSection } from './member-section';

interface DetailsPanelProps {
  conversationId: string;
  onClose: () => void;
  /** The conversation is not the reader's any more. */
  onLeft: () => void;
}

/** What there is to know about a conversation, and to change. */
export function DetailsPanel({ conversationId, onClose, onLeft }: DetailsPanelProps) {
  const { conversations } = useClient();
  const conversation = useStore(conversations).byId.get(conversationId);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where it lies over the conversation, the keyboard goes with it.
    if (window.matchMedia('(max-width: 1279px)').matches) close.current?.focus();
  }, []);
  if (!conversation) return null;
  const group = conversation.type === 'group';
  const managed = conversation.role !== 'member';
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2 className={styles.heading}>Details</h2>
        <IconButton ref={close} label="Close the details" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className={styles.body}>
        {group ? <GroupHead conversation={conversation} /> : <PersonHead conversation={conversation} />}
        <MuteSwitch conversation={conversation} />
        {group && <MemberSection conversation={conversation} />}
        {group && managed && <InviteSection conversationId={conversationId} />}
        {group && <LeaveSection conversation={conversation} onLeft={onLeft} />}
      </div>
    </div>
  );
}

function MuteSwitch({ conversation: { id, muted } }: { conversation: Conversation }) {
  const { update } = useConversationActions(id);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = (next: boolean) => {
    setWanted(next);
    update.mutate({ muted: next }, { onSettled: () => setWanted(null) });
  };
  return (
    <Switch
      label="Mute"
      hint="It stays in the list, and its messages do not count."
      checked={wanted ?? muted}
      onChange={(event) => change(event.target.checked)}
    />
  );
}

function PersonHead({ conversation }: { conversation: Conversation }) {
  const { session } = useClient();
  const other = otherMember(conversation, session.user?.id ?? '');
  const profile = useProfile(other?.userId) ?? other?.user;
  const status = usePresence(other?.userId ?? '');
  if (!profile) return null;
  return (
    <div className={styles.who}>
      <ConversationPicture conversation={conversation} size={88} withPresence />
      <div className={styles.name}>{profile.displayName}</div>
      <div className={styles.note}>
        @{profile.username}
        {status === 'unknown' ? '' : ` · ${status}`}
      </div>
      {profile.statusText && (
        <p className={styles.status} dir="auto">
          {profile.statusText}
        </p>
      )}
    </div>
  );
}
