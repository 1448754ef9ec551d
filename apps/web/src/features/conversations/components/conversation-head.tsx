import { Hash } from 'lucide-react';

import type { Conversation, Member } from '@hallway/contracts-conversations';

import { useClient } from '../../../lib/client-context';
import { PersonAvatar, usePresence } from '../../../lib/people/person-avatar';
import { useProfile } from '../../../lib/people/profiles';
import styles from './conversation-head.module.css';
import { ConversationPicture } from './conversation-picture';
import { otherMember } from './conversation-title';

interface ConversationHeadProps {
  conversation: Conversation | undefined;
  title: string;
  onDetails: () => void;
}

const faces = 3;

/** With whom one talks, and whether they are there: the head of a conversation. */
export function ConversationHead({ conversation, title, onDetails }: ConversationHeadProps) {
  const myId = useClient().session.user?.id ?? '';
  const other = conversation && otherMember(conversation, myId);
  const plain = conversation?.type === 'group' && !conversation.avatarUrl;
  return (
    <div className={styles.head}>
      {conversation && !plain && <ConversationPicture conversation={conversation} size={36} withPresence />}
      <div className={styles.names}>
        <h1 className={styles.title}>
          {plain && <Hash aria-hidden="true" />}
          <span>{title}</span>
        </h1>
        {other && <Person member={other} />}
        {conversation?.type === 'group' && (
          <button type="button" className={styles.people} title="Members and details" onClick={onDetails}>
            <Faces members={conversation.members?.filter(({ userId }) => userId !== myId) ?? []} />
            {conversation.memberCount === 1 ? '1 person' : `${conversation.memberCount} people`}
          </button>
        )}
      </div>
    </div>
  );
}

function Person({ member: { userId, user } }: { member: Member }) {
  const profile = useProfile(userId) ?? user;
  const presence = usePresence(userId);
  const here = { online: 'Online', offline: 'Offline', unknown: '' }[presence];
  return (
    <div className={styles.sub} dir="auto">
      {[here, profile.statusText].filter(Boolean).join(' · ') || `@${profile.username}`}
    </div>
  );
}

function Faces({ members }: { members: readonly Member[] }) {
  if (members.length === 0) return null;
  return (
    <span className={styles.faces}>
      {members.slice(0, faces).map(({ userId }) => (
        <PersonAvatar key={userId} userId={userId} size={16} />
      ))}
    </span>
  );
}
