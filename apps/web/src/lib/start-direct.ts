import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { conversationsApi } from '@hallway/contracts-conversations';
import { useClient } from './client-context';
import { problemText } from './problem-text';
import { toasts } from './toasts';

/** Opens the direct conversation with a person, which begins when there is none. */
export function useStartDirect(): (userId: string) => Promise<void> {
  const client = useClient();
  const navigate = useNavigate();
  return useCallback(
    async (userId) => {
      try {
        const conversation = await client.call(conversationsApi.create, { body: { type: 'direct', memberIds: [userId] } });
        client.conversations.put(conversation);
        await navigate(`/c/${conversation.id}`);
      } catch (error) {
        toasts.show({ kind: 'danger', text: problemText(error) });
      }
    },
    [client, navigate],
  );
}
