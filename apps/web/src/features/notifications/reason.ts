import { isMentioned } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import type { Message } from '@hallway/contracts-messages';

import type { Preferences } from '../../lib/preferences';

/** Why a message notifies. */
export type Reason = 'direct' | 'mention' | 'all';

/** Why a new message notifies this person, or `null`. Muted conversations and own messages never do. */
export function reasonToNotify(message: Message, { type, muted }: Conversation, userId: string, level: Preferences['notify']): Reason | null {
  if (level === 'none' || muted || message.senderId === userId) return null;
  if (type === 'direct') return 'direct';
  if (isMentioned(message, userId)) return 'mention';
  return level === 'all' ? 'all' : null;
}
