import { lazy, Suspense, useEffect, useState } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Route, Routes } from 'react-router';
import { createClient } from '@hallway/client';
import { indexedDbOutbox } from '@hallway/client/indexed-db';
import { AnnouncerProvider, Spinner } from '@hallway/ui';
import { SignInPage } from '../features/session/components/sign-in-page';
import { ClientContext, useClient, useStore } from '../lib/client-context';

const ChatLayout = lazy(() => import('./chat-layout').then((module) => ({ default: module.ChatLayout })));

const client = createClient({ url: window.location.origin, storage: indexedDbOutbox() });
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, refetchOnWindowFocus: false } } });

export function App() {
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={queries}>
        <AnnouncerProvider>
          <BrowserRouter>
            <Gate />
          </BrowserRouter>
        </AnnouncerProvider>
      </QueryClientProvider>
    </ClientContext>
  );
}

/** Sign-in page or chat; nothing until it is known which, so that neither flashes. */
function Gate() {
  const { session } = useClient();
  const { status } = useStore(session);
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    session.restore().then(
      () => setRestored(true),
      () => setRestored(true),
    );
  }, [session]);
  useEffect(() => {
    if (status === 'signed-out') queries.clear();
  }, [status]);
  if (status === 'unknown' && !restored) return <main className="app-wait" aria-busy="true"><Spinner label="Loading" /></main>;
  if (status !== 'signed-in') return <SignInPage />;
  return (
    <Suspense fallback={<main className="app-wait"><Spinner label="Loading" /></main>}>
      <Routes>
        <Route path="/c/:conversationId" element={<ChatLayout />} />
        <Route path="/invite/:code" element={<ChatLayout />} />
        <Route path="*" element={<ChatLayout />} />
      </Routes>
    </Suspense>
  );
}
