import type { Conversation } from '@hallway/contracts-conversations';
import { useClient } from '../../../lib/client-context';

/** The others in a direct conversation, as far as the list knows them. */
export function otherMember(conversation: Conversation, myId: string) {
  return conversation.type === 'direct' ? conversation.members?.find((member) => member.userId !== myId) : undefined;
}

/** The title of a group, the other person of a direct conversation. */
export function useConversationTitle(conversation: Conversation | undefined): string {
  const client = useClient();
  if (!conversation) return '';
  const other = otherMember(conversation, client.session.getSnapshot().user?.id ?? '');
  return conversation.title ?? other?.user.displayName ?? 'Conversation';
}
