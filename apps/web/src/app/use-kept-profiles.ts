import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { Member } from '@hallway/contracts-conversations';

import { afterGaps } from '../lib/after-gaps';
import { useClient } from '../lib/client-context';
import { changeProfile, keepProfiles, renewProfiles } from '../lib/people/profiles';

/** Conversations bring the profiles of their members along: those are not fetched again. Events bring what changes. */
export function useKeptProfiles(): void {
  const client = useClient();
  const { conversations, session } = client;
  const queries = useQueryClient();
  const seen = useRef(new WeakSet<Member[]>());
  useEffect(() => {
    const keep = () => {
      for (const { members } of conversations.getSnapshot().byId.values()) {
        if (!members || seen.current.has(members)) continue;
        seen.current.add(members);
        keepProfiles(
          client,
          queries,
          members.map(({ user }) => user),
        );
      }
    };
    keep();
    return conversations.subscribe(keep);
  }, [client, conversations, queries]);
  useEffect(() => {
    const keepMine = () => {
      const { user } = session.getSnapshot();
      if (user) keepProfiles(client, queries, [user]);
    };
    keepMine();
    return session.subscribe(keepMine);
  }, [client, session, queries]);
  useEffect(() => client.profiles.onChange((user) => changeProfile(queries, user)), [client, queries]);
  useEffect(() => afterGaps(client, () => renewProfiles(queries)), [client, queries]);
}
