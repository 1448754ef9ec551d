import { Hash } from 'lucide-react';

import type { Conversation } from '@hallway/contracts-conversations';
import { Avatar } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { PersonAvatar, PresentAvatar } from '../../../lib/people/person-avatar';
import { useBlobUrl } from '../../../lib/use-blob-url';
import { otherMember, plainTitleOf } from './conversation-title';

interface ConversationPictureProps {
  conversation: Conversation;
  size?: number;
  /** Show a group without a picture by its initials? */
  initials?: boolean;
  /** Say whether the other person is online? */
  withPresence?: boolean;
}

/** The other person, or the picture of a group. */
export function ConversationPicture({ conversation, size = 40, initials = false, withPresence = false }: ConversationPictureProps) {
  const { session } = useClient();
  const myId = session.user?.id ?? '';
  const other = otherMember(conversation, myId);
  const src = useBlobUrl(other ? undefined : conversation.avatarUrl);
  if (!other) {
    const icon = initials ? undefined : <Hash />;
    return <Avatar id={conversation.id} name={plainTitleOf(conversation, myId)} src={src} size={size} shape="square" icon={icon} />;
  }
  return withPresence ? <PresentAvatar userId={other.userId} size={size} /> : <PersonAvatar userId={other.userId} size={size} />;
}
