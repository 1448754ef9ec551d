import type { Client } from '@hallway/client';

import { startNotifications } from '../features/notifications/start-notifications';
import { showAppBadge } from '../lib/device/app-badge';
import { onNoticeClicked, registerServiceWorker } from '../lib/device/service-worker';
import { waitingIn } from './page-title';
import { isNewestVersion } from './page-version';

/** Begins what {@link useBackground} is for; the result ends it. */
export function startBackground(needs: Parameters<typeof startNotifications>[0]): () => void {
  void registerServiceWorker(isNewestVersion);
  const ends = [startNotifications(needs), startBadge(needs.client), onNoticeClicked(needs.open)];
  return () => ends.forEach((end) => end());
}

function startBadge({ conversations }: Client): () => void {
  let shown = 0;
  const show = () => {
    const { count } = waitingIn(conversations.getSnapshot());
    if (count === shown) return;
    shown = count;
    showAppBadge(count);
  };
  show();
  const end = conversations.subscribe(show);
  return () => {
    end();
    showAppBadge(0);
  };
}
