import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Member } from '@hallway/contracts-conversations';
import { useClient } from '../lib/client-context';
import { keepProfiles } from '../lib/people/profiles';

/** Conversations bring the profiles of their members along: nobody needs to ask for those again. */
export function useKeptProfiles(): void {
  const { conversations, session } = useClient();
  const queries = useQueryClient();
  const seen = useRef(new WeakSet<Member[]>());
  useEffect(() => {
    const keep = () => {
      for (const { members } of conversations.getSnapshot().byId.values()) {
        if (!members || seen.current.has(members)) continue;
        seen.current.add(members);
        keepProfiles(queries, members.map(({ user }) => user));
      }
    };
    keep();
    return conversations.subscribe(keep);
  }, [conversations, queries]);
  useEffect(() => {
    const keepMine = () => {
      const { user } = session.getSnapshot();
      if (user) keepProfiles(queries, [user]);
    };
    keepMine();
    return session.subscribe(keepMine);
  }, [session, queries]);
}
