import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { TimelineWindow } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';
import { useAnnounce } from '@hallway/ui';

import { useClient } from '../../../lib/client-context';
import { profileQuery } from '../../../lib/people/profiles';
import { announcementOf } from './new-messages';

/** After something was said, what comes within this time is said together. */
const collectMs = 2_000;
const longestText = 200;

/** Says new messages of others, while the conversation is open. */
export function useAnnouncements(window: TimelineWindow, myId: string): void {
  const client = useClient();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const announcedTo = useRef<number | null>(null);
  const waiting = useRef<Message[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!window.atLive) {
      announcedTo.current = null;
      return;
    }
    const last = announcedTo.current;
    announcedTo.current = window.last;
    // What was there when the end came into view is not new.
    if (last === null) return;
    waiting.current.push(...window.items.filter((message) => message.seq > last && message.senderId !== myId && message.body !== null));
    const nameOf = async (userId: string) => {
      // The message matters more than the name.
      const known = await queries.ensureQueryData(profileQuery(client, userId)).catch(() => null);
      return known?.displayName ?? 'A member';
    };
    const say = async () => {
      const messages = waiting.current.splice(0);
      timer.current = undefined;
      if (messages.length === 0) return;
      timer.current = setTimeout(() => void say(), collectMs);
      const announced = messages.map(async (message) => ({
        name: await nameOf(message.senderId),
        text: plainText(message.body ?? '', longestText) || 'a file',
      }));
      announce(announcementOf(await Promise.all(announced)));
    };
    if (timer.current === undefined) void say();
  }, [window, myId, announce, client, queries]);
}
