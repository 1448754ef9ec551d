import { useEffect, useState } from 'react';
import { Banner } from '@hallway/ui';
import { useClient, useStore } from '../lib/client-context';

const patienceMs = 2_000;

/** Says that live messages pause; only after a moment, since short cuts heal by themselves. */
export function ConnectionBanner() {
  const { connection } = useClient();
  const { state, since } = useStore(connection);
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (state === 'online') return;
    const timer = setTimeout(() => setLate(true), Math.max(0, since + patienceMs - Date.now()));
    return () => clearTimeout(timer);
  }, [state, since]);
  if (state === 'online' || !late) return null;
  return <Banner kind="warning" edge>You are offline. Messages are kept here and go out when the connection is back.</Banner>;
}
