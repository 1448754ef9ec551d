import { useEffect, useState } from 'react';

import { Banner, Button } from '@hallway/ui';

import { afterGaps } from '../lib/after-gaps';
import { useClient } from '../lib/client-context';
import { hasNewVersion } from './page-version';

const hourMs = 3_600_000;

/** Offers the new version once the server has one. Nothing is reloaded by itself: words may be half written. */
export function UpdateBanner() {
  const [offered, setOffered] = useState(false);
  const [later, setLater] = useState(false);
  const client = useClient();
  useEffect(() => {
    const look = () =>
      void hasNewVersion().then((found) => {
        if (found) setOffered(true);
      });
    const timer = setInterval(look, hourMs);
    // A server that was updated has been away.
    const end = afterGaps(client, look);
    return () => {
      clearInterval(timer);
      end();
    };
  }, [client]);
  if (!offered || later) return null;
  return (
    <Banner
      kind="info"
      edge
      onDismiss={() => setLater(true)}
      dismissLabel="Later"
      action={
        <Button size="small" variant="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
      }
    >
      There is a new version of Hallway.
    </Banner>
  );
}
