import { Hash } from 'lucide-react';

import type { Conversation } from '@hallway/contracts-conversations';

import type { ListLook } from '../hooks/use-list-look';
import { ConversationPicture } from './conversation-picture';
import styles from './conversation-row.module.css';

const sizes: Record<ListLook, number> = { lines: 20, strip: 40, cards: 44 };

/** A group without a picture is a plain sign in a line; alone in a strip, its initials tell it from the others. */
export function RowPicture({ conversation, look }: { conversation: Conversation; look: ListLook }) {
  if (look === 'lines' && conversation.type === 'group' && !conversation.avatarUrl) return <Hash className={styles.sign} aria-hidden="true" />;
  return <ConversationPicture conversation={conversation} size={sizes[look]} initials={look === 'strip'} withPresence />;
}
