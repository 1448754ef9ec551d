import { isMentioned } from '@hallway/client';
import type { UserProfile } from '@hallway/contracts-auth';
import type { Message } from '@hallway/contracts-messages';
import { everyoneNames } from '@hallway/markup';

import { useSomeProfile } from '../../../lib/people/profiles';

/** A message as its mentions need it; without one, as while it waits to be sent, every name counts. */
export interface MentionScope {
  me: Pick<UserProfile, 'id' | 'username'>;
  message?: Pick<Message, 'senderId' | 'conversationId' | 'mentions'>;
}

/** Whom a name in a message mentions, as the server decided. A name of someone not known yet counts. */
export function useMentionTarget(name: string, { me, message }: MentionScope): 'none' | 'me' | 'other' {
  const others = message?.mentions.filter((id) => id !== message.conversationId && id !== me.id) ?? [];
  const isOther = useSomeProfile(others, (profile) => profile === undefined || profile.username === name);
  if (!message) return name === me.username ? 'me' : 'other';
  if (everyoneNames.includes(name) && message.mentions.includes(message.conversationId)) return isMentioned(message, me.id) ? 'me' : 'other';
  if (name === me.username) return message.mentions.includes(me.id) ? 'me' : 'none';
  return isOther ? 'other' : 'none';
}
