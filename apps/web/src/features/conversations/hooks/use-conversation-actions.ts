import { useMutation, useQueryClient } from '@tanstack/react-query';

import { conversationsApi, type MemberRole, membersApi, type UpdateConversation } from '@hallway/contracts-conversations';

import { useClient } from '../../../lib/client-context';
import { membersKey } from '../../../lib/people/members';
import { problemText } from '../../../lib/problem-text';
import { toasts } from '../../../lib/toasts';

const showProblem = (error: unknown) => void toasts.show({ kind: 'danger', text: problemText(error) });

/** What can be done to one conversation. Whether it may is the server's to say. */
export function useConversationActions(conversationId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const params = { conversationId };
  const refreshMembers = () => queries.invalidateQueries({ queryKey: membersKey(conversationId) });
  return {
    update: useMutation({
      mutationFn: (body: UpdateConversation) => client.call(conversationsApi.update, { params, body }),
      onSuccess: (conversation) => client.conversations.put(conversation),
      onError: showProblem,
    }),
    remove: useMutation({
      mutationFn: (userId: string) => client.call(membersApi.remove, { params: { ...params, userId } }),
      onSuccess: refreshMembers,
      onError: showProblem,
    }),
    changeRole: useMutation({
      mutationFn: ({ userId, role }: { userId: string; role: MemberRole }) =>
        client.call(membersApi.changeRole, { params: { ...params, userId }, body: { role } }),
      onSuccess: refreshMembers,
      onError: showProblem,
    }),
    add: useMutation({
      mutationFn: (userIds: string[]) => client.call(membersApi.add, { params, body: { userIds } }),
      onSuccess: refreshMembers,
    }),
    leave: useMutation({
      mutationFn: () => client.call(membersApi.remove, { params: { ...params, userId: client.session.user?.id ?? '' } }),
      onSuccess: () => client.conversations.apply({ type: 'left', conversationId }),
      onError: showProblem,
    }),
    destroy: useMutation({
      mutationFn: () => client.call(conversationsApi.delete, { params }),
      onSuccess: () => client.conversations.apply({ type: 'left', conversationId }),
      onError: showProblem,
    }),
  };
}
