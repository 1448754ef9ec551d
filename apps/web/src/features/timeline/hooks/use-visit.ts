import { useEffect, useState } from 'react';

import type { Client } from '@hallway/client';

/** The message after which the divider stands for this visit: what was read when it began; `null` when everything was. */
export function useVisit(client: Client, conversationId: string, known: boolean): number | null {
  const [visit, setVisit] = useState<{ after: number | null } | undefined>(undefined);
  if (known && visit === undefined) setVisit({ after: unreadAfter(client, conversationId) });
  useEffect(() => {
    // Away and back is a new visit, if something came in between.
    const comeBack = () => {
      const after = document.visibilityState === 'visible' ? unreadAfter(client, conversationId) : null;
      if (after !== null) setVisit({ after });
    };
    document.addEventListener('visibilitychange', comeBack);
    return () => document.removeEventListener('visibilitychange', comeBack);
  }, [client, conversationId]);
  return visit?.after ?? null;
}

function unreadAfter(client: Client, conversationId: string): number | null {
  const conversation = client.conversations.get(conversationId);
  return conversation && conversation.unread > 0 ? conversation.readSeq : null;
}
