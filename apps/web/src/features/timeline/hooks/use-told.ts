import { isMentioned } from '@hallway/client';
import type { UserProfile } from '@hallway/contracts-auth';
import type { Message } from '@hallway/contracts-messages';
import { everybodyNames } from '@hallway/markup';
import { useSomeProfile } from '../../../lib/people/profiles';

/** A message as its mentions need it; without one, as while it waits to be sent, every name counts. */
export interface MentionScope {
  me: Pick<UserProfile, 'id' | 'username'>;
  message?: Pick<Message, 'senderId' | 'conversationId' | 'mentions'>;
}

/** Whom a name in a message tells, as the server decided. A name that may be that of somebody not known yet counts. */
export function useTold(name: string, { me, message }: MentionScope): 'nobody' | 'me' | 'somebody' {
  const others = message?.mentions.filter((id) => id !== message.conversationId && id !== me.id) ?? [];
  const isOther = useSomeProfile(others, (profile) => profile === undefined || profile.username === name);
  if (!message) return name === me.username ? 'me' : 'somebody';
  if (everybodyNames.includes(name) && message.mentions.includes(message.conversationId)) return isMentioned(message, me.id) ? 'me' : 'somebody';
  if (name === me.username) return message.mentions.includes(me.id) ? 'me' : 'nobody';
  return isOther ? 'somebody' : 'nobody';
}
