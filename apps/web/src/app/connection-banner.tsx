import { useEffect, useState } from 'react';

import { Banner, Button } from '@hallway/ui';

import { useClient, useStore } from '../lib/client-context';
import { connectionNotice } from './connection-notice';

const tickMs = 500;

/** Says that live messages pause, and when it goes on. */
export function ConnectionBanner() {
  const { connection, sync, outbox } = useClient();
  const state = useStore(connection);
  const synced = useStore(sync);
  const waiting = useStore(outbox);
  const troubled = state.state !== 'online' || synced.status === 'syncing' || !waiting.durable;
  const now = useNow(troubled);
  const notice = troubled ? connectionNotice(state, synced, waiting, now) : null;
  if (!notice) return null;
  const action = notice.retry ? (
    <Button size="small" onClick={() => connection.retryNow()}>
      Try now
    </Button>
  ) : undefined;
  return (
    <Banner kind={notice.kind} edge action={action}>
      {notice.text}
    </Banner>
  );
}

/** The time, updated while it is needed. */
function useNow(moving: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!moving) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [moving]);
  return now;
}
