import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useClient, useStore } from '../lib/client-context';
import { lastConversationKey, readStored, writeStored } from '../lib/stored';

interface Last {
  userId: string;
  conversationId: string;
}

/** Whoever comes back finds open what was open; on a phone, the list. */
export function useLastConversation(conversationId: string | undefined, atStart: boolean): void {
  const { conversations, session } = useClient();
  const { byId, loaded } = useStore(conversations);
  const navigate = useNavigate();
  const userId = session.user?.id ?? '';
  const settled = useRef(false);
  const known = conversationId !== undefined && byId.has(conversationId);
  useEffect(() => {
    if (known) writeStored(lastConversationKey, { userId, conversationId } satisfies Last);
  }, [known, userId, conversationId]);
  useEffect(() => {
    if (!loaded || settled.current) return;
    settled.current = true;
    const last = readStored<Last>(lastConversationKey, { userId: '', conversationId: '' });
    const hasRoom = window.matchMedia('(min-width: 640px)').matches;
    if (atStart && hasRoom && last.userId === userId && byId.has(last.conversationId)) void navigate(`/c/${last.conversationId}`, { replace: true });
  }, [loaded, atStart, byId, userId, navigate]);
}
