import { useCallback, useEffect, useRef } from 'react';

import type { Client } from '@hallway/client';

/** A message counts as read when at least half of it was on screen for this long. */
const longEnoughMs = 500;

/** Takes the last message on screen, and marks as read what stays there while the page is in view. */
export function useReading(client: Client, conversationId: string): (seq: number) => void {
  const shown = useRef(0);
  const marked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const watch = useCallback(() => {
    if (timer.current !== undefined || shown.current <= marked.current || !isUserLooking()) return;
    const seen = shown.current;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      // What was scrolled away again was not read.
      const seq = Math.min(seen, shown.current);
      if (isUserLooking() && seq > marked.current) {
        marked.current = seq;
        client.markRead(conversationId, seq);
      }
      watch();
    }, longEnoughMs);
  }, [client, conversationId]);
  useEffect(() => {
    window.addEventListener('focus', watch);
    document.addEventListener('visibilitychange', watch);
    return () => {
      window.removeEventListener('focus', watch);
      document.removeEventListener('visibilitychange', watch);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [watch]);
  return useCallback(
    (seq: number) => {
      shown.current = seq;
      watch();
    },
    [watch],
  );
}

function isUserLooking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
