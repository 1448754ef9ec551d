import { useCallback } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router';

import { conversationsApi } from '@hallway/contracts-conversations';

import { useClient } from './client-context';
import { Drafts } from './drafts';
import { holdKeys } from './hold-keys';
import { useUserStore } from './person/user-stores';
import { problemText } from './problem-text';
import { toasts } from './toasts';

/** Opens the direct conversation with a person, which begins when there is none; what is typed until then is written there. */
export function useStartDirect(): (userId: string) => Promise<void> {
  const client = useClient();
  const navigate = useNavigate();
  const drafts = useUserStore(Drafts);
  return useCallback(
    async (userId) => {
      const endHolding = holdKeys();
      try {
        const conversation = await client.call(conversationsApi.create, { body: { type: 'direct', memberIds: [userId] } });
        client.conversations.put(conversation);
        drafts.append(conversation.id, endHolding());
        flushSync(() => void navigate(`/c/${conversation.id}`));
      } catch (error) {
        endHolding();
        toasts.show({ kind: 'danger', text: problemText(error) });
      }
    },
    [client, drafts, navigate],
  );
}
