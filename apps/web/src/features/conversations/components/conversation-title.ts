import type { Conversation, Member } from '@hallway/contracts-conversations';

import { useClient } from '../../../lib/client-context';
import { useProfile } from '../../../lib/people/profiles';

/** The others in a direct conversation, as far as the list knows them. */
export function otherMember(conversation: Conversation, myId: string): Member | undefined {
  return conversation.type === 'direct' ? conversation.members?.find((member) => member.userId !== myId) : undefined;
}

/** The title of a group, the other person of a direct conversation. */
export function useConversationTitle(conversation: Conversation | undefined): string {
  const { session } = useClient();
  const other = conversation && otherMember(conversation, session.user?.id ?? '');
  const profile = useProfile(other?.userId);
  if (!conversation) return '';
  return conversation.title ?? profile?.displayName ?? other?.user.displayName ?? 'Conversation';
}

/** The same for a list, without a profile that may have changed since. */
export function plainTitleOf(conversation: Conversation, myId: string): string {
  return conversation.title ?? otherMember(conversation, myId)?.user.displayName ?? 'Conversation';
}
