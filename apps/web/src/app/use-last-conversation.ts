import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';

import { useClient, useStore } from '../lib/client-context';
import { useUserStores } from '../lib/person/user-stores';

/** A returning user finds open what was open; on a phone, the list. */
export function useLastConversation(conversationId: string | undefined, atStart: boolean): void {
  const { conversations } = useClient();
  const { storage: kept } = useUserStores();
  const { byId, loaded } = useStore(conversations);
  const navigate = useNavigate();
  const settled = useRef(false);
  const known = conversationId !== undefined && byId.has(conversationId);
  useEffect(() => {
    if (known) kept.write('last-conversation', { conversationId });
  }, [known, kept, conversationId]);
  useEffect(() => {
    if (!loaded || settled.current) return;
    settled.current = true;
    const last = kept.read('last-conversation', { conversationId: '' });
    const hasRoom = window.matchMedia('(min-width: 640px)').matches;
    if (atStart && hasRoom && byId.has(last.conversationId)) void navigate(`/c/${last.conversationId}`, { replace: true });
  }, [loaded, atStart, byId, kept, navigate]);
}
