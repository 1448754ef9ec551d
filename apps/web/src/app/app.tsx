import { createClient, type UploadTransport } from '@hallway/client';
import { indexedDbOutbox, indexedDbSnapshot } from '@hallway/client/indexed-db';
import { AnnouncerProvider, ToastRegion } from '@hallway/ui';

import { ClientContext } from '../lib/client-context';
import { oncePerFrame } from '../lib/once-per-frame';
import { PageUser } from '../lib/person/page-user';
import { toasts } from '../lib/toasts';
import { ErrorBoundary } from './error-boundary';
import { Gate } from './gate';

/** Loaded with the first large file. */
const inPieces: UploadTransport = async (...transfer) => (await import('@hallway/client/tus')).tusTransport(...transfer);

const client = createClient({
  url: window.location.origin,
  storage: indexedDbOutbox(),
  snapshot: indexedDbSnapshot(),
  schedule: oncePerFrame,
  largeUploads: { aboveBytes: 5 * 2 ** 20, transport: inPieces },
});
const pageUser = new PageUser(client.session, () => toasts.clear());

export function App() {
  return (
    <AnnouncerProvider>
      <ErrorBoundary where="Hallway">
        <ClientContext value={client}>
          <Gate pageUser={pageUser} />
        </ClientContext>
      </ErrorBoundary>
      <ToastRegion store={toasts} />
    </AnnouncerProvider>
  );
}
