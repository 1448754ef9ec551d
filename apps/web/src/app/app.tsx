import { createClient } from '@hallway/client';
import { indexedDbOutbox } from '@hallway/client/indexed-db';
import { AnnouncerProvider, ToastRegion } from '@hallway/ui';
import { ClientContext } from '../lib/client-context';
import { oncePerFrame } from '../lib/once-per-frame';
import { toasts } from '../lib/toasts';
import { ErrorBoundary } from './error-boundary';
import { Gate } from './gate';

const client = createClient({ url: window.location.origin, storage: indexedDbOutbox(), schedule: oncePerFrame });

export function App() {
  return (
    <AnnouncerProvider>
      <ErrorBoundary where="Hallway">
        <ClientContext value={client}>
          <Gate />
        </ClientContext>
      </ErrorBoundary>
      <ToastRegion store={toasts} />
    </AnnouncerProvider>
  );
}
